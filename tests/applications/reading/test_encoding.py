import pytest

from mspllab.applications.reading.encoding import decoded, marked_encoding


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xef\xbb\xbfa", "utf-8"),
        (b"\xff\xfea\0", "utf-16-le"),
        (b"\xfe\xff\0a", "utf-16-be"),
        (b"<\0a\0", "utf-16-le"),
        (b"\0<\0a", "utf-16-be"),
        (b"<a/>", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_encoding(data: bytes, encoding: str | None) -> None:
    assert marked_encoding(data) == encoding


def test_a_mark_is_no_part_of_the_text() -> None:
    assert decoded("\ufeffä".encode()) == "ä"
    assert decoded("ä".encode("utf-16")) == "ä"


def test_a_mark_is_believed_more_than_a_word() -> None:
    assert decoded("\ufeffä".encode(), "windows-1252") == "ä"


def test_utf_8_is_what_everything_else_is() -> None:
    assert decoded("ä".encode()) == "ä"
    with pytest.raises(UnicodeDecodeError):
        decoded(b"\xe9")
