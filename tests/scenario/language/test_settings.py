"""Settings know what was written, where, and what was written over it."""

import pytest

from mspllab.errors import ScenarioError
from mspllab.scenario.language.settings import OVERRIDES, Settings, split_key, value_in

TEXT = """\
title = "Who rings?"
[clients.alice]
profile = "lync"
[[timeline]]
at = 0.0
who = "alice"
"""


@pytest.fixture
def settings() -> Settings:
    return Settings.parse(TEXT, "who.toml")


@pytest.mark.parametrize(
    ("text", "place", "complaint"),
    [
        ("title = Who\n", "who.toml:1:9", "text without quotation marks"),
        (
            'title = "Who\nseed = 1',
            "who.toml:1:13",
            "not closed at the end of its line",
        ),
        ("seed = 1\nseed = 2\n", "who.toml:2:9", "given a value before"),
        ("[links\n", "who.toml:1:7", "Expected ']'"),
        ("seed\n", "who.toml:1:5", "Expected '='"),
        ("media = [1,", "who.toml:1:12", "a value is missing here"),
        ('a = """x', "who.toml:1:9", "Unterminated string"),
    ],
)
def test_bad_toml_is_reported_with_line_and_column(
    text: str, place: str, complaint: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        Settings.parse(text, "who.toml")

    assert str(caught.value).startswith(f"{place}: ")
    assert complaint in str(caught.value)


def test_brackets_without_end_are_an_error_like_any_other() -> None:
    with pytest.raises(ScenarioError, match=r"who\.toml:1:"):
        Settings.parse("a = " + "[" * 100_000, "who.toml")


def test_an_error_shows_the_line_with_a_caret(settings: Settings) -> None:
    error = settings.error("no such profile", ("clients", "alice", "profile"))

    assert str(error) == (
        'who.toml:3:1: no such profile\n    3 | profile = "lync"\n      | ^~~~~~~'
    )


def test_an_error_can_point_at_the_value(settings: Settings) -> None:
    place = settings.place(("clients", "alice", "profile"), of_value=True)

    assert (place.line, place.column, place.length) == (3, 11, len('"lync"'))


def test_what_is_missing_is_shown_where_it_is_missing_from(settings: Settings) -> None:
    place = settings.place(("timeline", 0, "do"), of_value=True)

    assert (place.line, place.column) == (4, 3)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 3),
        ("0.1", 0.1),
        ("true", True),
        ('"busy"', "busy"),
        ("busy", "busy"),
        ("[" * 5000, "[" * 5000),
    ],
)
def test_what_is_typed_is_read_as_toml_or_else_is_a_text(
    typed: str, value: object
) -> None:
    assert value_in(typed) == value


def test_an_override_writes_over_the_file(settings: Settings) -> None:
    changed = settings.with_overrides(
        {"clients.alice.profile": "rfc3261", "timeline.0.at": 2.5, "links.delay": 1}
    )

    assert changed.data["clients"]["alice"]["profile"] == "rfc3261"
    assert changed.data["timeline"][0]["at"] == 2.5
    assert changed.data["links"] == {"delay": 1}
    assert settings.data["clients"]["alice"]["profile"] == "lync"


def test_none_takes_a_key_away(settings: Settings) -> None:
    changed = settings.with_overrides({"clients.alice": None, "nothing": None})

    assert changed.data["clients"] == {}
    assert "nothing" not in changed.data


def test_none_takes_an_entry_out_of_an_array(settings: Settings) -> None:
    assert settings.with_overrides({"timeline.0": None}).data["timeline"] == []


def test_overrides_can_be_overridden(settings: Settings) -> None:
    twice = settings.with_overrides({"seed": 1}).with_overrides({"seed": 2})

    assert twice.data["seed"] == 2
    assert twice.place(("seed",)).line == 2


def test_an_error_in_an_override_shows_the_override(settings: Settings) -> None:
    changed = settings.with_overrides(
        {"seed": 1, "clients.alice.profile": 'so "called"'}
    )

    error = changed.error("?", ("clients", "alice", "profile"), of_value=True)

    assert str(error) == (
        f"{OVERRIDES}:2:25: ?\n"
        '    2 | clients.alice.profile = "so \\"called\\""\n'
        "      |                         ^~~~~~~~~~~~~~~"
    )


def test_an_error_inside_an_overriding_table_points_into_it(settings: Settings) -> None:
    changed = settings.with_overrides({"timeline": [{"at": 0.0}, {"at": "soon"}]})

    place = changed.place(("timeline", 1, "at"), of_value=True)

    assert place.text == 'timeline = [{ at = 0.0 }, { at = "soon" }]'
    assert place.text[place.column - 1 :].startswith('"soon"')


def test_what_is_missing_from_a_table_made_by_an_override_is_shown_there(
    settings: Settings,
) -> None:
    changed = settings.with_overrides({"clients.bob.user": "bob"})

    place = changed.place(("clients", "bob", "address"))

    assert (place.path, place.line, place.column) == (OVERRIDES, 1, 9)


@pytest.mark.parametrize(
    ("key", "complaint"),
    [
        ("clients..profile", "is no key"),
        ("a b", "is no key"),
        ("title.text", "title is a single value"),
        ("timeline.1.at", "timeline has one entry, number 0"),
        ("timeline.first.at", "timeline has one entry, number 0"),
    ],
)
def test_a_key_that_leads_nowhere_is_an_error(
    settings: Settings, key: str, complaint: str
) -> None:
    with pytest.raises(ScenarioError, match=complaint) as caught:
        settings.with_overrides({key: 1})

    assert str(caught.value).startswith(f"{OVERRIDES}:1:")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("seed", ("seed",)),
        ("clients.bob-desk.epid", ("clients", "bob-desk", "epid")),
        ("timeline.0.to", ("timeline", "0", "to")),
        ('users."j. doe".uri', ("users", "j. doe", "uri")),
        ("", None),
        ("a.", None),
        ("a = 1\nb", None),
    ],
)
def test_a_dotted_key_is_taken_apart(text: str, names: tuple[str, ...] | None) -> None:
    assert split_key(text) == names
