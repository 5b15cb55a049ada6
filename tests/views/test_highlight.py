import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import Comment, Error, Keyword, Name, Number, String, _TokenType

from mspllab.views.highlight import MsplLexer, MsplManifestLexer

ROOT = Path(__file__).resolve().parents[2]
Words = list[tuple[_TokenType, str]]


def lexed(text: str, lexer: type = MsplLexer) -> Words:
    return [(kind, word) for _, kind, word in lexer().get_tokens_unprocessed(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("if", Keyword),
        ("function", Keyword.Declaration),
        ("null", Keyword.Constant),
        ("ProxyRequest", Name.Builtin),
        ("sipRequest", Name.Builtin.Pseudo),
        ("toUri", Name),
        ("iffy", Name),
        ("0x7FFFFFFF", Number.Hex),
        ("1.5", Number.Float),
        ("12", Number.Integer),
        ("// a", Comment.Single),
        ("/* a\n */", Comment.Multiline),
    ],
)
def test_a_word_has_its_kind(text: str, kind: _TokenType) -> None:
    assert lexed(text) == [(kind, text)]


def test_members_are_told_from_variables() -> None:
    kinds = {word: kind for kind, word in lexed("StandardMethod.Invite, a.To")}
    assert kinds["StandardMethod"] is Name.Class
    assert kinds["Invite"] is Name.Constant
    assert kinds["To"] is Name.Attribute


def test_a_function_of_the_script_is_told_by_its_bracket() -> None:
    assert (Name.Function, "Longer") in lexed("Longer (a)")


def test_escapes_stand_out_in_a_text() -> None:
    assert lexed(r'"a\n"') == [
        (String, '"a'),
        (String.Escape, r"\n"),
        (String, '"'),
    ]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "data" / "scripts").glob("*.am")), ids=lambda path: path.name
)
def test_no_manifest_of_ours_has_a_word_without_a_kind(path: Path) -> None:
    words = lexed(path.read_text("utf-8"), MsplManifestLexer)
    kinds = {kind for kind, _ in words}
    assert Error not in kinds
    assert Name.Builtin.Pseudo in kinds, "every script looks at its message"


def test_no_script_of_the_tests_that_is_right_has_a_word_without_a_kind() -> None:
    for path in (ROOT / "tests" / "mspl" / "scripts").glob("*.mspl"):
        for chunk in path.read_text("utf-8").split("---\n"):
            if "// error" not in chunk:
                assert Error not in {kind for kind, _ in lexed(chunk)}, chunk


@given(st.text())
def test_no_character_of_any_text_is_lost(text: str) -> None:
    assert "".join(word for _, word in lexed(text)) == text
    words = lexed(f"<a><![CDATA[{text}]]></a>", MsplManifestLexer)
    assert "".join(word for _, word in words) == f"<a><![CDATA[{text}]]></a>"


def test_a_manifest_is_recognised() -> None:
    text = (ROOT / "data" / "scripts" / "drop.am").read_text("utf-8")
    assert MsplManifestLexer.analyse_text(text) == 1.0
    assert MsplManifestLexer.analyse_text("<html/>") == 0.0


def test_the_entry_points_name_the_two() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    points = project["entry-points"]["pygments.lexers"]
    found = set()
    for target in points.values():
        module, _, name = target.partition(":")
        found.add(getattr(import_module(module), name))
    assert found == {MsplLexer, MsplManifestLexer}
