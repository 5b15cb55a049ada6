"""The document: one file, complete in itself, that no text can break."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from mspllab.trace.trace import ScriptText, Trace
from mspllab.views.playback.document import render_document
from mspllab.views.playback.page import page_of

from ..conftest import make_busy_hour

MEGABYTE = 1_000_000


class Reader(HTMLParser):
    """What stands in each script and style, and every address that is named."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside: dict[str, str] = {}
        self.addresses: list[str] = []
        self.policy = ""
        self._tag = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._tag = named.get("type") or tag
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = named["content"] or ""
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag:
            self.inside[self._tag] = self.inside.get(self._tag, "") + data


@pytest.fixture
def document(rerouted: Trace) -> Reader:
    return Reader(render_document(rerouted))


def test_it_holds_the_page(document: Reader, rerouted: Trace) -> None:
    assert json.loads(document.inside["application/json"]) == page_of(rerouted)


def test_it_names_no_address_that_could_be_fetched(document: Reader) -> None:
    assert document.addresses == ["data:,"]
    assert not re.search(r"url\(|@import|\bimport\b.*from", document.inside["style"])


def test_its_policy_lets_in_its_own_script_and_style_and_nothing_else(
    document: Reader,
) -> None:
    def digest(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    rules = dict(rule.strip().split(" ", 1) for rule in document.policy.split(";"))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == digest(document.inside["module"])
    assert rules["style-src"] == digest(document.inside["style"])


@pytest.mark.parametrize(
    "text",
    ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&amp;", "\"'"],
)
def test_no_text_of_a_trace_ends_the_element_it_stands_in(
    forked_call: Trace, text: str
) -> None:
    forked_call.title = text
    forked_call.scripts["reroute.am"] = ScriptText("reroute.am", text, 1, 1)

    read = Reader(render_document(forked_call))

    assert json.loads(read.inside["application/json"])["title"] == text
    assert json.loads(read.inside["application/json"])["scripts"][0]["lines"] == [text]
    assert read.inside["title"] == text


def test_the_same_trace_gives_the_same_file(forked: Trace) -> None:
    assert render_document(forked) == render_document(forked)


def test_without_scripts_a_reader_still_gets_the_ladder(rerouted: Trace) -> None:
    text = render_document(rerouted)

    assert "<noscript>" in text
    assert "INVITE sip:bob@lab.example" in text.partition("<noscript>")[2]


def test_three_hundred_messages_take_less_than_a_megabyte() -> None:
    assert len(render_document(make_busy_hour(300)).encode()) < MEGABYTE
