import pytest

from mspllab.applications.rewriting.text_file import TextFile
from mspllab.errors import ManifestError


@pytest.mark.parametrize(
    ("data", "encoding", "line_end"),
    [
        (b"<a>\n</a>", "utf-8", "\n"),
        (b"<a>\r\n\r\n</a>\n", "utf-8", "\r\n"),
        (b"<a>\r</a>\r", "utf-8", "\r"),
        (b"\xef\xbb\xbf<a/>", "utf-8", "\n"),
        ("\ufeff<a>ä</a>".encode("utf-16-le"), "utf-16-le", "\n"),
        ("\ufeff<a>ä</a>".encode("utf-16-be"), "utf-16-be", "\n"),
        (b'<?xml encoding="windows-1252"?><a>\xe4</a>', "windows-1252", "\n"),
    ],
)
def test_a_file_becomes_the_same_bytes_again(
    data: bytes, encoding: str, line_end: str
) -> None:
    file = TextFile.decode(data, "a.am")
    assert (file.encoding, file.line_end) == (encoding, line_end)
    assert file.encode(file.text) == data


def test_new_lines_end_as_those_of_the_file_do() -> None:
    file = TextFile.decode(b"<a>\r\n</a>\r\n", "a.am")
    assert file.own_lines("b\nc") == "b\r\nc"


@pytest.mark.parametrize("data", [b"\x00\x01", b"\xe4", b"a" * 1_000_001])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestError, match="MSPL308"):
        TextFile.decode(data, "a.am")
