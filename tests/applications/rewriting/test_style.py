import pytest

from mspllab.applications.rewriting.style import in_style
from mspllab.errors import ManifestError, MsplSyntaxError

MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest  xmlns:lc='http://schemas.microsoft.com/lcs/2006/05'
\tlc:appUri="http://lab.example/apps/one" >
  <lc:scriptOnly />   <!-- ä -->
  <lc:splScript><![CDATA[{script}]]></lc:splScript>
</lc:applicationManifest >
"""


def styled(text: str) -> str:
    return in_style(text.encode(), "a.am").decode()


def test_the_script_is_set_in_from_its_element_and_all_else_stays() -> None:
    text = MANIFEST.replace("{script}", "if(a){b();}\n // c ")
    styled_script = "\n    if (a) {\n        b();\n    }\n    // c\n  "
    assert styled(text) == MANIFEST.replace("{script}", styled_script)


def test_a_second_time_changes_nothing() -> None:
    once = styled(MANIFEST.replace("{script}", "/* a\n b */if(a)b();"))
    assert styled(once) == once


def test_an_empty_script_is_left_alone() -> None:
    text = MANIFEST.replace("{script}", " \n ")
    assert styled(text) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_stay(encoding: str, line_end: str) -> None:
    def written(script: str) -> bytes:
        text = MANIFEST.replace("{script}", script)
        return text.replace("\n", line_end).encode(encoding)

    data = written('\na( "ä" );\n')
    assert in_style(data, "a.am") == written('\n    a("ä");\n  ')


def test_a_declared_encoding_is_kept() -> None:
    text = MANIFEST.replace('"1.0"', '"1.0" encoding="windows-1252"')
    data = text.replace("{script}", "a(\t'ä');".replace("'", '"')).encode("cp1252")
    assert 'a("ä");'.encode("cp1252") in in_style(data, "a.am")


def test_a_script_without_cdata_stays_without() -> None:
    text = MANIFEST.replace("<![CDATA[", "").replace("]]>", "")
    expected = text.replace("{script}", "\n    a();\n  ")
    assert styled(text.replace("{script}", "a( );")) == expected


def test_a_script_in_pieces_is_refused() -> None:
    with pytest.raises(ManifestError, match="one CDATA section"):
        styled(MANIFEST.replace("{script}", "a();]]><![CDATA[b();"))


def test_a_script_by_itself_is_a_file_too() -> None:
    assert styled("a( );") == "a();\n"


def test_errors_stand_at_their_place_in_the_file() -> None:
    with pytest.raises(MsplSyntaxError) as error:
        styled(MANIFEST.replace("{script}", "\na(;"))
    assert error.value.place is not None
    assert error.value.place.line == 6
