"""The reference shows the language's own tables, a part at a time."""

import re

import pytest

from mspllab.applications.vocabulary import FAMILIES, VOCABULARY
from mspllab.errors import UsageError
from mspllab.mspl.diagnostics import RULES
from mspllab.mspl.words import WORDS
from mspllab.views.reference.grids import SAMPLES
from mspllab.views.reference.section import Grid, Section
from mspllab.views.reference.topic import TOPICS, reference


def names(topic: str) -> list[str]:
    shown = reference(topic)
    assert isinstance(shown, Section)
    return [entry.name for entry in shown.entries]


def test_the_families_hold_every_function_once() -> None:
    found = [name for family in FAMILIES for name in names(family)]

    assert sorted(found) == sorted(VOCABULARY.functions)


def test_a_family_begins_with_its_first_module() -> None:
    assert names("Where the message goes")[:2] == ["ProxyRequest", "ProxyResponse"]


def test_the_other_parts_are_the_tables_themselves() -> None:
    assert names("words") == list(WORDS)
    assert names("variables") == list(VOCABULARY.variables)
    assert names("classes") == list(VOCABULARY.classes)
    assert names("constants") == list(VOCABULARY.constants)
    assert "requestFilter" in names("manifest")


@pytest.mark.parametrize("topic", TOPICS)
def test_every_part_is_whole_as_text_and_as_html(topic: str) -> None:
    shown = reference(topic)
    html = shown._repr_html_()

    assert str(shown) == repr(shown)
    assert html.count("<div") == html.count("</div>")
    assert not re.search(r"<(?:b|script|img)[ >](?!.*</)", html)


def test_links_lead_to_cards_that_exist() -> None:
    pages = "".join(reference(topic)._repr_html_() for topic in TOPICS)
    cards = set(re.findall(r'id="(mspl-[^"]+)"', pages))

    assert set(re.findall(r'href="#([^"]+)"', pages)) <= cards


def test_a_single_name_has_its_own_page() -> None:
    assert "bool AddHeader(" in str(reference("AddHeader"))
    assert "string sipRequest.Stamp" in str(reference("sipRequest.Stamp"))
    assert "<requestFilter" in str(reference("requestFilter"))


def test_an_older_server_has_other_forms() -> None:
    assert "charSet" in str(reference("Split"))
    assert "charSet" not in str(reference("Split", level="2005"))


@pytest.mark.parametrize(
    ("topic", "said"),
    [("AddHeaders", "AddHeader"), ("level", "levels"), ("UserOptions", "UserOption")],
)
def test_a_slip_is_told_the_nearest_name(topic: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean {said}"):
        reference(topic)


def test_an_unknown_level_is_told_the_right_ones() -> None:
    with pytest.raises(UsageError, match="2005, 2007r2, 2010 and 2013"):
        reference("Split", level="2019")


def rows(topic: str) -> dict[str, tuple[str, ...]]:
    shown = reference(topic)
    assert isinstance(shown, Grid)
    return {name: rest for name, *rest in shown.rows}  # type: ignore[misc]


def test_levels_say_who_has_what() -> None:
    levels = rows("levels")

    assert list(levels["RetargetRequest"]) == ["·", "·", "·", "✓"]
    assert list(levels["QueryUserPolicy"]) == ["·", "✓", "✓", "·"]
    assert list(levels["UserOption.RpAllowed"]) == ["✓", "✓", "·", "·"]
    assert list(levels["Message.TlsPeer"]) == ["·", "✓", "✓", "✓"]
    assert "ProxyRequest" not in levels


def test_conversions_are_tried_out() -> None:
    found = rows("conversions")

    assert list(found) == list(SAMPLES)
    assert list(found['"12"']) == ['"12"', "12", "12", "true", 'of "12"']
    assert list(found["-1.9"]) == ['"-1.9"', "-1", "-1.9", "true", "of -1.9"]
    assert found['"12 "'][1] == "✗ ends the run"
    assert found["null"][3] == "false"
    assert found["StandardMethod.Invite"][0] == '"INVITE"'


def test_every_finding_is_there_with_the_script_that_has_it() -> None:
    shown = reference("findings")
    html = shown._repr_html_()

    assert [line[:7] for line in str(shown).splitlines()] == sorted(RULES)
    assert re.findall(r'id="mspl-(MSPL\d+)"', html) == sorted(RULES)
    with_scripts = [rule for rule in RULES.values() if rule.before]
    assert html.count('class="pair"') == len(with_scripts)
    assert "Instead of\n" not in html
