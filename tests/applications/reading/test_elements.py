from collections.abc import Callable

import pytest

from mspllab.applications.reading.elements import (
    LARGEST,
    Element,
    read_elements,
    readable_text,
)
from mspllab.errors import ManifestError

Manifests = Callable[..., str]


def unreadable(data: bytes | str) -> str:
    with pytest.raises(ManifestError) as error:
        readable_text(data, "a.am")
    return str(error.value).partition("\n")[0]


def read(text: str) -> Element:
    return read_elements(text, "a.am")


def test_elements_know_where_they_stand() -> None:
    root = read('<r:a xmlns:r="urn:r">\n  <r:b\n    x="1" r:y="é"/>\n</r:a>')
    (child,) = root.children
    assert (root.namespace, root.name, root.tag) == ("urn:r", "a", "r:a")
    assert (child.place.line, child.place.column, child.place.length) == (2, 3, 4)
    x, y = child.attributes
    assert (x.namespace, x.name, x.value) == ("", "x", "1")
    assert (x.name_place.line, x.name_place.column) == (3, 5)
    assert (x.value_place.column, x.value_place.length) == (8, 1)
    assert (y.namespace, y.name, y.value) == ("urn:r", "y", "é")
    assert y.name_place.text == '    x="1" r:y="é"/>'


def test_declarations_are_no_attributes() -> None:
    root = read('<a xmlns="urn:a" x="1" xmlns:b="urn:b" b:y="2" z="3"/>')
    assert [(a.name, a.value) for a in root.attributes] == [
        ("x", "1"),
        ("y", "2"),
        ("z", "3"),
    ]
    assert [(d.name, d.value) for d in root.declarations] == [
        ("", "urn:a"),
        ("b", "urn:b"),
    ]


def test_attributes_are_found_under_their_name() -> None:
    root = read("<a x='1' xmlns:b='urn:b' b:y='2'/>")
    assert [root.attribute(name).value for name in ("x", "y")] == ["1", "2"]  # type: ignore[union-attr]
    assert root.attribute("z") is None


def test_entities_in_values_are_read() -> None:
    root = read('<a x="a &amp; &#x62;" y="2"/>')
    assert [a.value for a in root.attributes] == ["a & b", "2"]


def test_content_runs_from_tag_to_tag() -> None:
    text = "<a>\n<b >inside</b><c/></a>"
    b, c = read(text).children
    assert text[b.start : b.end] == "inside"
    assert text[c.start : c.end] == ""


def test_text_beside_elements_is_noticed_once() -> None:
    root = read("<a>\n  <b/> one\n<c>inside</c> two</a>")
    assert root.stray is not None
    assert (root.stray.line, root.stray.column, root.stray.length) == (2, 8, 3)
    assert root.children[0].stray is None


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>',
    ],
)
def test_a_doctype_is_refused(doctype: str) -> None:
    with pytest.raises(ManifestError, match="a manifest has no document type") as error:
        read(f"<?xml version='1.0'?>\n{doctype}<a>&c;</a>")
    assert error.value.findings[0].place.line == 2


def test_line_ends_become_one_character() -> None:
    assert readable_text("a\r\nb\rc\n", "a.am") == "a\nb\nc\n"


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0"?><a>ä€</a>'.encode(),
        b"\xef\xbb\xbf" + '<?xml version="1.0"?><a>ä€</a>'.encode(),
        '<?xml version="1.0"?><a>ä€</a>'.encode("utf-16"),
        '<?xml version="1.0" encoding="utf-16"?><a>ä€</a>'.encode("utf-16-be"),
        "<?xml version='1.0' encoding='windows-1252'?><a>ä€</a>".encode("cp1252"),
    ],
)
def test_every_usual_encoding_is_read(data: bytes) -> None:
    assert "<a>ä€</a>" in readable_text(data, "a.am")
    read(readable_text(data, "a.am"))


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "a.am:1:1: error MSPL308: the file is empty"),
        (" \r\n", "a.am:1:1: error MSPL308: the file is empty"),
        (
            b"\x7fELF\x02\x01\x01\x00\x00",
            "a.am:1:1: error MSPL308: the file is not text: it has null bytes in it",
        ),
        (
            b"<a>\n  caf\xe9</a>",
            "a.am:2:6: error MSPL308: byte 0xE9 cannot stand in utf-8 text",
        ),
        (
            b'<?xml version="1.0" encoding="utf-16"?><a/>',
            "a.am:1:1: error MSPL308: the file says that it is utf-16, but its bytes "
            "are not",
        ),
        (
            b'<?xml version="1.0" encoding="rot13"?><a/>',
            "a.am:1:1: error MSPL308: there is no encoding called rot13",
        ),
        (
            b'<?xml version="1.0" encoding="utf-99"?><a/>',
            "a.am:1:1: error MSPL308: there is no encoding called utf-99",
        ),
        (
            "x" * (LARGEST + 1),
            "a.am:1:1: error MSPL308: the file has 1,000,001 characters",
        ),
    ],
    ids=["empty", "blank", "binary", "latin", "utf-16", "rot13", "utf-99", "long"],
)
def test_what_is_no_text_is_refused(data: bytes | str, complaint: str) -> None:
    assert unreadable(data) == complaint
