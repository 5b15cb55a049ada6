import pytest

from mspllab.applications.reading.opaque import COMMENT, SECTION, opaque_parts, without


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a<!-- b -->c", "a          c"),
        ("a<![CDATA[<!--]]>c-->", "a                c-->"),
        ("<!-- <![CDATA[ -->]]>", "                  ]]>"),
        ("<!--a<!--b-->c", "             c"),
        ("<!-- a\nb -->", "      \n     "),
        ("<!-- never <![CDATA[closed]]>", "<!-- never                   "),
        ("-->", "-->"),
    ],
)
def test_comments_and_sections_are_blanked_out(text: str, rest: str) -> None:
    assert without(text, COMMENT, SECTION) == rest


def test_only_what_is_asked_for_is_found() -> None:
    text = "<!--a--><![CDATA[b]]>"
    assert [(p.start, p.end) for p in opaque_parts(text, SECTION)] == [(8, 21)]


def test_what_is_never_closed_is_looked_for_once() -> None:
    assert without("<!--" * 100_000, COMMENT) == "<!--" * 100_000
