from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.views.colouring import CLASSES, WRONG, coloured, parts

STYLES = Path(__file__).resolve().parents[2] / "mspllab"


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("x = -1.5;", ["name", "operator", "operator", "float", "sign"]),
        ("StatusClass._2xx", ["list", "sign", "constant"]),
        ("a.StatusClass.b", ["name", "sign", "field", "sign", "field"]),
        (
            'Log("a\\n", 0x1F)',
            ["builtin", "sign", "text", "escape", "text", "sign", "hex", "sign"],
        ),
        ("return sipRequest // so", ["keyword", "variable", "comment"]),
        ("function Longer(a)", ["definition", "call", "sign", "name", "sign"]),
        ("null @", ["value", "wrong"]),
    ],
)
def test_a_part_has_its_sort(text: str, sorts: list[str]) -> None:
    assert [sort for sort, part in parts(text) if part.strip()] == sorts


@pytest.mark.parametrize(
    ("text", "sort"), [('"never closed', "text"), ("/* never closed", "comment")]
)
def test_what_is_not_closed_yet_is_what_it_will_be(text: str, sort: str) -> None:
    assert list(parts(text)) == [(sort, text)]


@given(st.text())
def test_no_character_of_any_text_is_lost(text: str) -> None:
    assert "".join(part for _, part in parts(text)) == text


def test_parts_of_one_colour_are_one_span_and_no_others() -> None:
    assert coloured('return"a\\n<";') == (
        '<span class="t-keyword">return</span><span class="t-string">"a\\n&lt;"</span>;'
    )


def test_what_is_wrong_has_no_colour() -> None:
    assert WRONG not in CLASSES


@pytest.mark.parametrize(
    "sheet", ["views/reference/reference.css", "notebook/editing/editor.css"]
)
def test_each_style_sheet_colours_every_class(sheet: str) -> None:
    style = (STYLES / sheet).read_text("utf-8")
    assert not [name for name in CLASSES.values() if f".t-{name}" not in style]
