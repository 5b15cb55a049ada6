from collections.abc import Callable

import pytest

from mspllab.applications.reading.elements import read_elements
from mspllab.errors import ManifestError

SCRIPT = "if (sipRequest) { ProxyRequest(); }"
Manifests = Callable[..., str]


def complaints(text: str) -> list[str]:
    """Code, line and column of every finding, and the sentence."""
    with pytest.raises(ManifestError) as error:
        read_elements(text, "a.am")
    return [
        f"{f.code}:{f.place.line}:{f.place.column} {f.message}"  # type: ignore[attr-defined]
        for f in error.value.findings
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        (
            "<lc:scriptOnly/>",
            "<lc:scriptOnly/ >",
            "MSPL302:8:17 a blank stands between / and >",
        ),
        (
            "<lc:scriptOnly/>",
            "<lc:scriptOnly /\n>",
            "MSPL302:8:18 a blank stands between / and >",
        ),
        (
            "</lc:splScript>",
            "< /lc:splScript>",
            "MSPL303:11:6 a blank stands between < and /lc:splScript",
        ),
        (
            "</lc:splScript>",
            "</ lc:splScript>",
            "MSPL303:11:6 a blank stands between </ and lc:splScript",
        ),
        (
            "<lc:scriptOnly/>",
            "< lc:scriptOnly/>",
            "MSPL303:8:3 a blank stands between < and lc:scriptOnly",
        ),
        (
            '"http://schemas.microsoft.com/lcs/2006/05"',
            "http://schemas.microsoft.com/lcs/2006/05",
            "MSPL304:3:14 the value of xmlns:lc stands without quotation marks",
        ),
        (
            "<lc:scriptOnly/>",
            '<lc:serverFilter roles="ALL", … />',
            "MSPL301:8:31 , … stands between the attributes",
        ),
        (
            'action="true"',
            "action=true",
            "MSPL304:7:29 the value of action stands without quotation marks",
        ),
        (
            'action="true"',
            'action="true',
            "MSPL304:7:29 the value of action has no closing quotation mark",
        ),
        (
            'action="true"',
            "action=”true”",
            "MSPL305:7:29 the value of action stands in curly quotation marks",
        ),
        (
            'action="true"',
            'action="true”',
            "MSPL305:7:34 the value of action has a curly quotation mark in it",
        ),
        (
            '"1.0"?>',
            '"1.0">',
            "MSPL306:1:1 the XML declaration ends in > and not in ?>",
        ),
        (
            "<?xml",
            "\n<?xml",
            "MSPL306:1:1 something stands before the XML declaration, if only blanks "
            "or an empty line",
        ),
        (
            "<![CDATA[",
            "",
            "MSPL309:11:3 the script has a ]]> but does not stand in a CDATA section",
        ),
        ("]]>", "", "MSPL309:9:17 this CDATA section is never closed"),
        (
            "if (",
            "if (a[b[0]]>1) if (",
            "MSPL309:11:3 the CDATA section ends before the script does",
        ),
        (
            "<lc:scriptOnly/>",
            "<lc:scriptOnly>",
            "MSPL310:12:1 </lc:applicationManifest> stands where <lc:scriptOnly> of "
            "line 8 must be closed",
        ),
        (
            "</lc:applicationManifest>",
            "",
            "MSPL310:2:1 <lc:applicationManifest> is never closed",
        ),
        (
            "<lc:scriptOnly/>",
            "</lc:scriptOnly>",
            "MSPL310:8:3 </lc:scriptOnly> stands where <lc:applicationManifest> of "
            "line 2 must be closed",
        ),
        (
            "<lc:scriptOnly/>",
            "<r:scriptOnly/>",
            "MSPL311:8:3 the prefix r is not declared",
        ),
        (
            'action="true"',
            "action",
            "MSPL301:7:22 the attribute action has no value",
        ),
        (
            'methodNames="ALL" strict',
            'methodNames="ALL"strict',
            "MSPL301:5:38 no blank stands before the attribute strictRoute",
        ),
        (
            'action="true"',
            'action="true" action="true"',
            "MSPL301:7:36 an attribute stands twice in one tag",
        ),
        (
            'action="true"',
            'action="a & b"',
            "MSPL301:7:32 an & begins an entity, and none follows",
        ),
        (
            'action="true"',
            'action="a < b"',
            "MSPL301:7:29 the value of action has a < in it",
        ),
        (
            "<lc:scriptOnly/>",
            "<!-- one -- two -->",
            "MSPL301:8:14 a comment cannot hold two hyphens in a row",
        ),
        (
            "<lc:scriptOnly/>",
            "&nbsp;",
            "MSPL301:8:3 there is no entity of this name",
        ),
        (
            "</lc:applicationManifest>",
            "</lc:applicationManifest> x",
            "MSPL301:12:27 something follows the end of the manifest",
        ),
        ("<lc:scriptOnly/>", "\x01", "MSPL301:8:3 '\\x01' cannot stand here"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    manifest: Manifests, right: str, wrong: str, complaint: str
) -> None:
    text = manifest(SCRIPT)
    assert text.count(right) >= 1
    assert complaints(text.replace(right, wrong)) == [complaint]


def test_all_mistakes_are_named_at_once(manifest: Manifests) -> None:
    text = manifest(SCRIPT)
    text = text.replace("<lc:scriptOnly/>", "<lc:scriptOnly/ >")
    text = text.replace('action="true"', "action=“true”")
    text = text.replace('"1.0"?>', '"1.0">')
    codes = [complaint.partition(":")[0] for complaint in complaints(text)]
    assert codes == ["MSPL306", "MSPL305", "MSPL302"]


def test_a_blank_before_the_last_bracket_is_legal(manifest: Manifests) -> None:
    text = manifest(SCRIPT).replace("</lc:splScript>", "</lc:splScript >")
    assert read_elements(text, "a.am").name == "applicationManifest"


def test_scripts_without_cdata_are_told_about_their_signs(manifest: Manifests) -> None:
    bare = manifest("while (a < b && c) {}").replace("<![CDATA[", "").replace("]]>", "")
    assert complaints(bare) == [
        "MSPL309:10:10 the script has a < but does not stand in a CDATA section"
    ]


def test_what_stands_in_comments_and_scripts_is_nobodys_mistake(
    manifest: Manifests,
) -> None:
    text = manifest('x = "< a / > b=c “d”";').replace(
        "<lc:scriptOnly/>", "<!-- / > -->"
    )
    assert complaints(text.replace("</lc:app", "< /lc:app")) == [
        "MSPL303:12:1 a blank stands between < and /lc:applicationManifest"
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("hello", "MSPL301:1:1 this is no XML: a tag was expected"),
        ("<a", "MSPL301:1:1 a tag that begins here is never closed"),
        ("<!-- nothing -->", "MSPL301:1:17 there is no element in this file"),
        (
            "<a>&#0;</a>",
            "MSPL301:1:4 this number stands for no character that XML allows",
        ),
    ],
)
def test_what_is_no_manifest_at_all(text: str, complaint: str) -> None:
    assert complaints(text) == [complaint]


def test_a_file_full_of_mistakes_is_read_in_passing() -> None:
    found = complaints("<a>" + "< b=c / >\n" * 20_000)
    assert 0 < len(found) < 100
