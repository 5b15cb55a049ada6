"""Every name of the language has a page, and every example on it does what it says."""

import pytest

from mspllab.applications.application import check
from mspllab.applications.builtins.registry import FORMS
from mspllab.applications.vocabulary import FAMILIES, VOCABULARY, family_of
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.entry import Entry, markdown
from mspllab.mspl.page import Example, read_page
from mspllab.mspl.reference import entry, names
from mspllab.mspl.vocabulary import Applies, Level, Vocabulary
from mspllab.sip.build import response
from mspllab.sip.message import Message
from tests.applications.builtins.bench import NULL, ran, value, values
from tests.applications.conftest import Lab, make_invite, make_manifest

NAMES = list(names(VOCABULARY))
ENTRIES = {name: entry(VOCABULARY, name) for name in NAMES}


class Known(Lab):
    """The server of the examples: Bob is at home in its pool."""

    def home_server(
        self, user_at_host: str, *, is_phone: bool, cluster: str
    ) -> str | None:
        return self.pool if user_at_host == "bob@lab.example" else None


def explained(name: str, vocabulary: Vocabulary = VOCABULARY) -> Entry:
    found = entry(vocabulary, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_a_sentence_and_says_how_it_is_written(name: str) -> None:
    found = explained(name)

    assert found.summary.endswith((".", "):")), found.summary
    assert found.forms
    assert found.summary in markdown(found).replace("\n", " ")


def examples() -> list[tuple[str, Level, Example]]:
    """Name, the newest level that has it, and each example of it."""
    found: list[tuple[str, Level, Example]] = []
    for name in NAMES:
        function = VOCABULARY.functions.get(name)
        until = Level.V2013 if function is None else function.until
        found += [(name, until, example) for example in explained(name).examples]
    return found


EXAMPLES = examples()


def message_for(name: str) -> Message:
    function = VOCABULARY.functions.get(name)
    if function is not None and function.applies is Applies.RESPONSE:
        return response(make_invite(), 200, to_tag="d-01")
    return make_invite()


@pytest.mark.parametrize(
    ("name", "level", "example"),
    EXAMPLES,
    ids=[f"{n}-{e.code}" for n, _, e in EXAMPLES],
)
def test_examples_do_what_they_say(name: str, level: Level, example: Example) -> None:
    message = message_for(name)
    code, result = example
    if result is None:
        assert ran(code, message, level=level, surroundings=Known()).errors == ()
    elif "GetHeaderValues" in code or "Split" in code:
        found = values(code, message, level=level, surroundings=Known())
        assert ", ".join(f'"{one}"' for one in found) == result
    else:
        found_value = value(code, message, level=level, surroundings=Known())
        as_text = result.removeprefix('"').removesuffix('"').replace('\\"', '"')
        assert found_value == (NULL if result == "null" else as_text)


@pytest.mark.parametrize(
    ("name", "level", "example"),
    EXAMPLES,
    ids=[f"{n}-{e.code}" for n, _, e in EXAMPLES],
)
def test_nobody_can_object_to_an_example(
    name: str, level: Level, example: Example
) -> None:
    code = example.code if example.code.endswith((";", "}")) else f"x = {example.code};"
    script = f"if (sipResponse) {{ {code} }}" if "ProxyResponse" in code else code
    more = "" if "function" in code else "if (sipRequest) "
    if name in VOCABULARY.functions and "ProxyResponse" not in code:
        script = f"{more}{{ {code} }}"
    found = check(make_manifest(script, more="", reasons="NONE"), "e.am", level=level)

    assert [str(one) for one in found if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("forms", FORMS.values(), ids=FORMS)
def test_every_function_has_an_example_and_a_note_on_parameters_it_has(
    forms: list,  # type: ignore[type-arg]
) -> None:
    for form in forms:
        vocabulary = Vocabulary({form.name: form})
        found = explained(form.name, vocabulary)
        assert found.examples, form.name
        shown = " ".join(found.forms)
        assert [name for name, _ in found.parameters if name not in shown] == []


def test_every_note_of_a_page_is_shown() -> None:
    pages = [form.page for forms in FORMS.values() for form in forms]
    labels = {"Gives", "Null", "Errors", "Guess", "Example", "Otherwise"}

    for page in pages:
        read = read_page(page)
        for label, _ in read.notes:
            assert label in labels or label[0].islower(), (page, label)


def test_every_function_is_of_a_family() -> None:
    found = {family_of(function) for function in VOCABULARY.functions.values()}

    assert found == set(FAMILIES)


def test_a_name_nobody_knows_has_no_entry() -> None:
    for name in (
        "Frobnicate",
        "",
        "sipRequest.",
        "StandardMethod.invite",
        "FQDN.x",
    ):
        assert entry(VOCABULARY, name) is None
