from collections.abc import Callable

import pytest

from mspllab.applications.reading.elements import read_elements
from mspllab.applications.reading.script_text import script_source
from mspllab.mspl.source import Source

Manifests = Callable[..., str]


def source_of(text: str) -> Source:
    root = read_elements(text, "a.am")
    return script_source(text, "a.am", root)


def test_a_script_in_cdata_begins_behind_the_bracket(manifest: Manifests) -> None:
    text = manifest("ProxyRequest();")
    root = read_elements(text, "a.am")
    source = script_source(text, "a.am", root.children[-1])
    assert source.text == "\nProxyRequest();\n  "
    assert (source.first_line, source.first_column) == (9, 26)
    place = source.place(1, 13)
    assert (place.line, place.column, place.text) == (10, 1, "ProxyRequest();")


@pytest.mark.parametrize(
    "text",
    [
        "<s><![CDATA[ab < c]]></s>",
        "<s>\n  <![CDATA[ab < c]]>\n</s>",
        "<s><!-- not < this --><![CDATA[ab < c]]></s>",
        "<s><![CDATA[ab ]]><![CDATA[< c]]></s>",
        "<s>ab</s>",
        "<s a='1'>ab &lt; c</s>",
        "<s>ab &#60;&#x20;c</s>",
    ],
)
def test_every_character_is_found_where_it_stands(text: str) -> None:
    source = source_of(text)
    start = source.text.index("ab")
    place = source.place(start, start + 2)
    line = text.split("\n")[place.line - 1]
    assert line[place.column - 1 :].startswith("ab")


def test_entities_and_comments_are_taken_for_what_they_mean() -> None:
    assert source_of("<s>a &lt; b &amp;&amp; c</s>").text == "a < b && c"
    assert source_of("<s>&quot;&apos;&gt;&#65;&#x42;</s>").text == "\"'>AB"
    assert source_of("<s>a<!-- & -->b</s>").text == "a" + " " * 10 + "b"


def test_signs_in_cdata_are_left_alone() -> None:
    assert source_of("<s><![CDATA[&lt;<!-- -->]]></s>").text == "&lt;<!-- -->"


def test_an_empty_script_is_one() -> None:
    assert source_of("<s/>").text == ""
    assert source_of("<s></s>").text == ""
    assert source_of("<s><![CDATA[]]></s>").text == ""
