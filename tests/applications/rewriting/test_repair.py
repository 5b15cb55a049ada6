"""What is commonly wrong with manifests, and that it is mended (mspl.md §6.11)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mspllab.applications.manifest import Manifest, examine_manifest
from mspllab.applications.rewriting.repair import Repaired, repair
from mspllab.errors import ManifestError
from mspllab.mspl.lexer import scan

SOUND = """<?xml version="1.0"?>
<!-- what it is for -->
<lc:applicationManifest
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/apps/one">
  <lc:serverFilter roles="FrontEnd,Proxy"/>
  <lc:requestFilter methodNames="INVITE,BYE" strictRoute="true"/>
  <lc:responseFilter reasonCodes="4nn,5XX"/>
  <lc:proxyByDefault action="false"/>
  <lc:allowRegistrationBeforeUserServices/>
  <lc:file name="people" path="people.csv" keyColumnName="who" ignoreCase="true">
    <lc:column name="who"/>
    <lc:column name="rule"/>
  </lc:file>
  <lc:scriptOnly/>
  <lc:splScript><![CDATA[
    // Bob's calls – all of “them”.
    if (sipRequest && EqualString(people["bob"].rule, "pass", true)) {
        Log("Debugr", false, "seen - ", sipRequest.RequestUri);
        ProxyRequest("");
    }
  ]]></lc:splScript>
</lc:applicationManifest>
"""


def mended(text: str) -> Repaired:
    return repair(text.encode(), "a.am")


def meaning(data: bytes) -> tuple[Any, ...]:
    """What a manifest says, and the words of its script."""
    found: Manifest = examine_manifest(data, "a.am")
    files = [(f.name, f.path, f.columns, f.key_column) for f in found.files]
    return (
        *(found.app_uri, found.year, found.request_filter, found.response_filter),
        *(found.proxy_by_default, found.script_only, found.roles, files),
        found.allow_registration_before_user_services,
        scan(found.source)[0].texts,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_sound_manifest_stays_byte_for_byte(encoding: str, line_end: str) -> None:
    data = SOUND.replace("\n", line_end).encode(encoding)
    assert repair(data, "a.am") == (data, (), ())


@pytest.mark.parametrize(
    ("right", "wrong", "line", "sentence"),
    [
        ("<lc:scriptOnly/>", "<lc:script-only/>", 15, "is written <lc:scriptOnly>"),
        ("methodNames", "methodName", 7, "methodName is written methodNames"),
        ('lc="http', "lc=http", 4, "xmlns:lc lacked one of its quotation marks"),
        (
            '"http://schemas.microsoft.com/lcs/2006/05"',
            "http://schemas.microsoft.com/lcs/2006/05",
            4,
            "xmlns:lc stood without quotation marks",
        ),
        ("scriptOnly/>", "scriptOnly / >", 15, "blank stood between / and >"),
        ('"1.0"?>', '"1.0">', 1, "did not end in ?>"),
        (
            '"1.0"',
            "“1.0”",
            1,
            "curly quotation marks stood around the value of version",
        ),
        ('action="false"', "action=”false”", 9, "curly quotation marks stood around"),
        ('action="false"', 'action="false”', 9, "curly quotation marks stood around"),
        ('action="false"', "action=false", 9, "stood without quotation marks"),
        ('action="false"', 'action="false', 9, "lacked one of its quotation marks"),
        ('action="false"', 'action=false"', 9, "lacked one of its quotation marks"),
        ('action="false"', 'action="False"', 9, "is written 'false'"),
        ('BYE" strict', "BYE strict", 7, "methodNames lacked one of its"),
        ('BYE" strict', 'BYE"strict', 7, "no blank stood before the attribute"),
        ('BYE" strict', 'BYE", strict', 7, ", stood between the attributes"),
        ('BYE" strict', 'BYE"\u00a0strict', 7, "U+00A0 stood in a tag"),
        ("INVITE,BYE", "INVITE;BYE", 7, "is written 'INVITE,BYE'"),
        ("INVITE,BYE", "Invite bye", 7, "is written 'INVITE,BYE'"),
        ("methodNames", "lc:methodNames", 7, "written with a prefix"),
        ("methodNames", "MethodNames", 7, "is written methodNames"),
        ("http://schemas", "https://schemas", 4, "the namespace https://schemas"),
        ("lcs/2006/05", "lcs/2006/05/", 4, "the namespace http://schemas"),
        ("http://lab.example", "lab.example", 5, "http:// was put before it"),
        ("http://lab", " http://lab", 5, "the appUri had blanks in it"),
        ("lc:appUri", "lc:AppURI", 5, "AppURI is written appUri"),
        ("lc:appUri", "x:appUri", 5, "the prefix x was not declared"),
        ("<lc:serverFilter", "<lc:ServerFilter", 6, "is written <lc:serverFilter>"),
        ("<lc:serverFilter", "<serverFilter", 6, "is written <lc:serverFilter>"),
        ("<lc:serverFilter", "<r:serverFilter", 6, "the prefix r was not declared"),
        ("<lc:serverFilter", "< lc:serverFilter", 6, "a blank stood between <"),
        ("</lc:splScript>", "</ lc:splScript>", 22, "a blank stood between </"),
        ("</lc:splScript>", "</lc:splscript>", 22, "which is written differently"),
        ("</lc:splScript>", "", 23, "</lc:splScript> was missing before"),
        ("</lc:applicationManifest>", "", 22, "was missing at the end"),
        (
            "</lc:applicationManifest>",
            "</lc:applicationManifest",
            23,
            "a > was missing",
        ),
        ("</lc:file>", "", 15, "</lc:file> was missing before"),
        ("<lc:scriptOnly/>", "<lc:scriptOnly>", 15, "was never closed"),
        ("<lc:scriptOnly/>", "<lc:scriptOnly/></lc:scriptOnly>", 15, "closed nothing"),
        ("<lc:scriptOnly/>", "<lc:scriptOnly/", 15, "a > was missing behind"),
        ("<lc:scriptOnly/>", "<lc:scriptOnly/><lc:scriptOnly/>", 15, "second time"),
        ("UserServices/>", 'UserServices action="true"/>', 10, "has no effect"),
        ("<![CDATA[", "", 16, "<![CDATA[ was missing before the script"),
        ("<![CDATA[", "<!CDATA[", 16, "is written <![CDATA["),
        ("]]></", "</", 22, "]]> was missing behind the script"),
        ("]]></", "]></", 22, "is written ]]>"),
        ("<!-- what", "<!– what", 2, "of a comment is written <!--"),
        ("for -->", "for —>", 2, "of a comment is written -->"),
        ('"who" ignore', '"Who" ignore', 11, "is written 'who'"),
        ("<?xml", "\n <?xml", 1, "something stood before the XML declaration"),
        ('"pass"', "“pass”", 18, "curly quotation marks stood around a text"),
        ('"pass"', '"pass”', 18, "curly quotation marks stood around a text"),
        ("if (sip", "if\u00a0(sip", 18, "U+00A0 stood in the script"),
        ("strictRoute", 'strictRoute="true" strictRoute', 7, "stood twice in one tag"),
    ],
)
def test_a_slip_is_mended_and_said(
    right: str, wrong: str, line: int, sentence: str
) -> None:
    assert right in SOUND
    head, _, tail = SOUND.rpartition(right)
    broken = (head + wrong + tail).encode()

    found = repair(broken, "a.am")

    assert found.left == ()
    assert meaning(found.data) == meaning(SOUND.encode())
    assert len(found.repairs) == 1
    assert (found.repairs[0].line, sentence in found.repairs[0].sentence) == (
        line,
        True,
    ), found.repairs
    assert repair(found.data, "a.am") == (found.data, (), ())


def test_a_script_without_cdata_gets_one_and_its_entities_their_meaning() -> None:
    text = SOUND.replace("<![CDATA[", "").replace("]]>", "").replace(" && ", " &amp;& ")
    found = mended(text)
    assert meaning(found.data) == meaning(SOUND.encode())


def test_the_end_of_a_section_within_the_script_is_parted() -> None:
    text = SOUND.replace("sipRequest &&", "a[b[0]]>1 &&")
    found = mended(text)
    assert b"a[b[0]] >1" in found.data
    assert found.left == ()


def test_what_stands_behind_the_script_is_moved_before_it() -> None:
    moved = SOUND.replace("\n  <lc:scriptOnly/>", "").replace(
        "</lc:splScript>", "</lc:splScript>\n  <lc:scriptOnly/>"
    )
    assert mended(moved).data.decode() == SOUND
    assert [str(one) for one in mended(moved).repairs] == [
        "line 22: <lc:scriptOnly> stood behind the script, which comes last"
    ]


def test_script_only_gives_way_to_dispatch() -> None:
    found = mended(SOUND.replace('ProxyRequest("")', 'Dispatch("OnInvite")'))
    assert b"scriptOnly" not in found.data
    assert "needs managed code" in found.repairs[0].sentence


def test_dispatch_in_a_comment_or_a_text_is_no_call() -> None:
    assert mended(SOUND.replace("// Bob", '// Dispatch("Bob")')).repairs == ()


def test_a_prefix_that_nobody_declared_is_declared() -> None:
    declaration = 'xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"'
    found = mended(SOUND.replace(declaration, ""))
    assert meaning(found.data) == meaning(SOUND.encode())


def test_a_doctype_is_taken_away() -> None:
    text = SOUND.replace("?>\n", '?>\n<!DOCTYPE a [ <!ENTITY b "c"> ]>\n', 1)
    assert mended(text).data.decode() == SOUND


def test_a_wrong_encoding_is_set_right() -> None:
    text = SOUND.replace('"1.0"', '"1.0" encoding="utf-16"')
    found = repair(text.encode(), "a.am")
    assert meaning(found.data) == meaning(SOUND.encode())
    assert b'encoding="utf-8"' in found.data
    latin = SOUND.replace("–", "").replace("“them”", "ä").encode("windows-1252")
    assert b'encoding="windows-1252"' in repair(latin, "a.am").data


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ('\n    lc:appUri="http://lab.example/apps/one"', "", "MSPL315"),
        ("lcs/2006/05", "nothing/known", "MSPL313"),
        ("INVITE,BYE", "whatever", "MSPL321"),
        ("<lc:scriptOnly/>", "<lc:somethingElse/>", "MSPL317"),
        ('name="people"', 'name="2 people"', "MSPL329"),
    ],
)
def test_what_cannot_be_mended_is_said_and_stays(
    right: str, wrong: str, code: str
) -> None:
    text = SOUND.replace(right, wrong)
    found = mended(text)
    assert [finding.code for finding in found.left] == [code]
    assert found.data.decode() == text


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"  \n"])
def test_what_is_no_text_cannot_be_mended(data: bytes) -> None:
    try:
        assert repair(data, "a.am").left
    except ManifestError as error:
        assert "MSPL308" in str(error)


Slip = Callable[[str], str]


def swapped(pattern: str, replacement: str) -> Slip:
    return lambda text: re.sub(pattern, replacement, text, count=1)


SLIPS = (
    swapped(r"scriptOnly/>", "scriptOnly/ >"),
    swapped(r"<lc:scriptOnly", "<lc:script-only"),
    swapped(r"methodNames", "methodName"),
    swapped(r'"1\.0"\?>', '"1.0">'),
    swapped(r'action="(\w+)"', r"action=”\1”"),
    swapped(r'reasonCodes="([^"]*)"', r"reasonCodes=\1"),
    swapped(r"http://schemas", "https://schemas"),
    swapped(r'xmlns:lc="([^"]*)"', r"xmlns:lc=\1"),
    swapped(r'"http://lab', '"lab'),
    swapped(r'roles="', "roles=“"),
    swapped(r"<!\[CDATA\[", ""),
    swapped(r"\]\]></", "</"),
    swapped(r"</lc:applicationManifest>\n", ""),
    swapped(r"<lc:responseFilter", "<lc:ResponseFilter"),
    swapped(r"strictRoute", "STRICTROUTE"),
    swapped(r'"pass"', "“pass”"),
    swapped(r"ProxyRequest", "\u00a0ProxyRequest"),
    swapped(r"</lc:file>", "</ lc:File>"),
    swapped(r"INVITE,", "Invite; "),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sets(st.sampled_from(SLIPS)), st.sampled_from(("\n", "\r\n")))
def test_any_slips_together_are_mended(slips: set[Slip], line_end: str) -> None:
    text = SOUND
    for slip in SLIPS:
        text = slip(text) if slip in slips else text
    found = repair(text.replace("\n", line_end).encode(), "a.am")
    assert found.left == ()
    assert meaning(found.data) == meaning(SOUND.encode())
    assert repair(found.data, "a.am") == (found.data, (), ())


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_broken_a_second_repair_changes_nothing(
    data: st.DataObject,
) -> None:
    text = SOUND
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        junk = data.draw(
            st.sampled_from(("", "<", ">", '"', "”", "/", "]]>", "&", "-"))
        )
        text = text[:at] + junk + text[at + data.draw(st.integers(0, 2)) :]
    try:
        once = repair(text.encode(), "a.am")
    except ManifestError:
        return
    assert repair(once.data, "a.am").data == once.data


@pytest.mark.parametrize(
    "junk",
    [
        "<!--" * 2_000,
        "<![CDATA[" * 2_000,
        "<zz " + ' a="b"' * 40 + "<",
        "<lc:file>" * 300,
        "<lc:splScript>" * 500,
        "<lc:splScript><![CDATA[" + "\u00a0“a”;" * 500,
        "<lc:splScript>" + "a&&b;" * 2_000,
        "<" * 5_000,
    ],
    ids=lambda junk: junk[:20],
)
def test_no_heap_of_slips_keeps_it_busy_for_long(junk: str) -> None:
    text = SOUND[: SOUND.index("<lc:serverFilter")] + junk
    once = mended(text)
    assert mended(once.data.decode()).data == once.data
