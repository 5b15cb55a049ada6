from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mspllab.applications.filters import RequestFilter, ResponseFilter
from mspllab.applications.manifest import Manifest, examine_manifest, read_manifest
from mspllab.errors import ManifestError
from mspllab.mspl.vocabulary import Applies

Manifests = Callable[..., str]
LEAST = """<applicationManifest xmlns="http://schemas.microsoft.com/lcs/2006/05"
  appUri="http://lab.example/apps/least"><splScript/></applicationManifest>"""
FILE = """<lc:file name="people" path="people.csv" keyColumnName="who"
  ignoreCase="true" delimitedBy="tab" static="true">
  <lc:column name="who"/><lc:column name="rule"/></lc:file>"""


def complaints(text: str) -> list[str]:
    with pytest.raises(ManifestError) as error:
        read_manifest(text, "a.am")
    return [finding_line(f) for f in error.value.findings]


def finding_line(finding: object) -> str:
    place, message = finding.place, finding.message  # type: ignore[attr-defined]
    code = finding.code  # type: ignore[attr-defined]
    return f"{code}:{place.line}:{place.column} {message}"


def warnings(manifest: Manifest) -> list[str]:
    return [finding_line(finding) for finding in manifest.findings]


def test_a_manifest_may_say_almost_nothing() -> None:
    manifest = read_manifest(LEAST, "least.am")
    assert manifest.app_uri == "http://lab.example/apps/least"
    assert manifest.request_filter == RequestFilter()
    assert manifest.response_filter == ResponseFilter()
    assert manifest.proxy_by_default is True
    assert manifest.script_only is False
    assert manifest.allow_registration_before_user_services is False
    assert (manifest.roles, manifest.files, manifest.findings) == (None, (), ())
    assert manifest.source.text == ""


def test_a_manifest_may_say_everything(manifest: Manifests) -> None:
    more = (
        '<lc:serverFilter roles="FrontEnd, HomeServer"/>'
        f"<lc:allowRegistrationBeforeUserServices/><lc:scriptOnly/>{FILE}"
    )
    text = manifest(
        "",
        methods="INVITE, BYE",
        reasons="4nn,5XX",
        strict_route="true",
        by_default="false",
        more=more,
    )
    read = read_manifest(text, "a.am")
    assert read.request_filter == RequestFilter(
        methods=frozenset({"INVITE", "BYE"}), strict_route=True
    )
    assert read.response_filter == ResponseFilter(frozenset({4, 5}))
    assert read.roles == {"FrontEnd", "HomeServer"}
    assert (read.proxy_by_default, read.script_only) == (False, True)
    assert read.allow_registration_before_user_services
    (file,) = read.files
    assert (file.name, file.path, file.columns) == (
        "people",
        "people.csv",
        ("who", "rule"),
    )
    assert (file.key_column, file.ignore_case, file.static) == ("who", True, True)
    assert file.delimited_by == "tab"
    assert read.findings == ()


@pytest.mark.parametrize(
    ("value", "methods"),
    [
        ("ALL", None),
        ("NONE", frozenset()),
        ("INVITE", frozenset({"INVITE"})),
        (" INVITE , OTHER ", frozenset({"INVITE", "OTHER"})),
    ],
)
def test_method_names(
    manifest: Manifests, value: str, methods: frozenset[str] | None
) -> None:
    read = read_manifest(manifest("", methods=value), "a.am")
    assert read.request_filter.methods == methods
    assert read.findings == ()


@pytest.mark.parametrize(
    ("value", "classes"),
    [
        ("ALL", None),
        ("NONE", frozenset()),
        ("1nn", frozenset({1})),
        ("2XX,3xx,6NN", frozenset({2, 3, 6})),
    ],
)
def test_reason_codes(
    manifest: Manifests, value: str, classes: frozenset[int] | None
) -> None:
    read = read_manifest(manifest("", reasons=value), "a.am")
    assert read.response_filter.classes == classes
    assert read.findings == ()


@pytest.mark.parametrize(
    ("right", "wrong", "place", "complaint"),
    [
        (
            "http://sch",
            "https://sch",
            "MSPL314:3:15",
            "the namespace https://schemas.microsoft.com/lcs/2006/05 begins with https",
        ),
        (
            "lcs/2006/05",
            "lcs/2008/05",
            "MSPL313:3:15",
            "no server knows the namespace 'http://schemas.microsoft.com/lcs/2008/05'",
        ),
        (
            'lc:appUri="http://lab.example/apps/one"',
            "",
            "MSPL315:2:1",
            "<lc:applicationManifest> has no appUri",
        ),
        (
            "http://lab.example",
            "www.lab.example",
            "MSPL316:4:16",
            "the appUri 'www.lab.example/apps/one' is no full URL",
        ),
        (
            "http://lab.example",
            " http://lab.example",
            "MSPL316:4:16",
            "a blank stands at the start or end of the appUri",
        ),
        (
            "apps/one",
            "apps/number one",
            "MSPL316:4:16",
            "the appUri 'http://lab.example/apps/number one' is no full URL",
        ),
        (
            "http://lab.example/apps/one",
            "",
            "MSPL316:4:16",
            "the appUri '' is no full URL",
        ),
        (
            "lc:scriptOnly",
            "lc:scriptonly",
            "MSPL317:8:3",
            "<lc:applicationManifest> has no <lc:scriptonly>",
        ),
        (
            "lc:scriptOnly",
            "lc:script-only",
            "MSPL318:8:3",
            "<lc:script-only> is written with a hyphen",
        ),
        (
            "<lc:scriptOnly/>",
            "<lc:scriptOnly><b/></lc:scriptOnly>",
            "MSPL317:8:18",
            "<lc:scriptOnly> has no <b>",
        ),
        (
            "<lc:scriptOnly/>",
            '<scriptOnly xmlns="urn:x"/>',
            "MSPL313:8:3",
            "<scriptOnly> is not in the namespace of the manifest",
        ),
        (
            "strictRoute",
            "strictroute",
            "MSPL319:5:39",
            "there is no attribute strictroute here",
        ),
        (
            "lc:appUri",
            'lc:uri="x" lc:appUri',
            "MSPL319:4:5",
            "there is no attribute uri here",
        ),
        (
            "strictRoute",
            "lc:strictRoute",
            "MSPL319:5:39",
            "strictRoute is written with a prefix",
        ),
        (
            "methodNames",
            "methodName",
            "MSPL320:5:21",
            "methodName is written without its s",
        ),
        ('action="true"', 'action="yes"', "MSPL321:7:30", "action cannot be 'yes'"),
        (
            '"ALL" strict',
            '"INVITE;BYE" strict',
            "MSPL321:5:34",
            "methodNames has 'INVITE;BYE' where one value should be",
        ),
        (
            '"ALL" strict',
            '"BYE, CANCEL" strict',
            "MSPL321:5:39",
            "methodNames cannot be 'CANCEL'",
        ),
        (
            '"ALL" strict',
            '"UPDATE" strict',
            "MSPL321:5:34",
            "methodNames cannot be 'UPDATE'",
        ),
        (
            '"ALL" strict',
            '"INVTIE" strict',
            "MSPL321:5:34",
            "methodNames cannot be 'INVTIE'",
        ),
        ('"ALL" strict', '"" strict', "MSPL321:5:34", "methodNames is empty"),
        (
            '"ALL" strict',
            '"INVITE,,BYE" strict',
            "MSPL321:5:34",
            "methodNames has a comma with no value beside it",
        ),
        (
            'lc:appUri="http://lab.example/apps/one"',
            'lc:appUri="http://lab.example/a" appUri="http://lab.example/a"',
            "MSPL324:4:38",
            "appUri stands twice, with a prefix and without",
        ),
        (
            '"ALL" strict',
            '"ALL,INVITE" strict',
            "MSPL322:5:34",
            "ALL stands beside other values of methodNames",
        ),
        (
            'reasonCodes="ALL"',
            'reasonCodes="NONE,4nn"',
            "MSPL322:6:35",
            "NONE stands beside other values of reasonCodes",
        ),
        (
            'reasonCodes="ALL"',
            'reasonCodes="4nn,486"',
            "MSPL323:6:39",
            "reasonCodes has the single status code 486",
        ),
        (
            'reasonCodes="ALL"',
            'reasonCodes="7nn"',
            "MSPL321:6:35",
            "reasonCodes cannot be '7nn'",
        ),
        (
            "<lc:scriptOnly/>",
            "<lc:scriptOnly/><lc:scriptOnly/>",
            "MSPL324:8:19",
            "<lc:scriptOnly> stands here for the second time",
        ),
        (
            "</lc:splScript>",
            "</lc:splScript><lc:scriptOnly/>",
            "MSPL324:11:21",
            "<lc:scriptOnly> stands here for the second time",
        ),
        (' action="true"', "", "MSPL327:7:3", "<lc:proxyByDefault> has no action"),
        (
            "<lc:scriptOnly/>",
            "<lc:serverFilter/>",
            "MSPL327:8:3",
            "<lc:serverFilter> has no roles",
        ),
        (
            "<lc:scriptOnly/>",
            '<lc:serverFilter roles="Edge"/>',
            "MSPL321:8:27",
            "roles cannot be 'Edge'",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(
    manifest: Manifests, right: str, wrong: str, place: str, complaint: str
) -> None:
    text = manifest("")
    assert right in text
    assert f"{place} {complaint}" in complaints(text.replace(right, wrong, 1))


@pytest.mark.parametrize(
    ("right", "wrong", "place", "complaint"),
    [
        (
            'name="people"',
            'name="my people"',
            "MSPL329:8:18",
            "no script can write the name 'my people'",
        ),
        ('name="people" ', "", "MSPL327:8:3", "<lc:file> has no name"),
        ('path="people.csv" ', "", "MSPL327:8:3", "<lc:file> has no path"),
        ('"people.csv"', '" "', "MSPL327:8:32", "the path of this file is empty"),
        (
            '"people"',
            '"foreach"',
            "MSPL329:8:18",
            "foreach is a word of the language, and no name",
        ),
        (
            '"people"',
            '"sipRequest"',
            "MSPL329:8:18",
            "the name sipRequest is taken: scripts find it built in",
        ),
        (
            '"who"\n',
            '"whom"\n',
            "MSPL328:8:59",
            "there is no column 'whom' in this file",
        ),
        (
            'keyColumnName="who"',
            "",
            "MSPL328:9:3",
            "ignoreCase stands without keyColumnName",
        ),
        ('"tab"', '"semicolon"', "MSPL321:9:34", "delimitedBy cannot be 'semicolon'"),
        (
            '<lc:column name="who"/><lc:column name="rule"/>',
            "",
            "MSPL327:8:3",
            "<lc:file> has no column",
        ),
        ('"rule"', '"who"', "MSPL324:8:3", "two columns are called who"),
        ('"rule"', '"1st"', "MSPL329:10:43", "no script can write the name '1st'"),
        (
            'lc:column name="rule"',
            'lc:colum name="rule"',
            "MSPL317:10:26",
            "<lc:file> has no <lc:colum>",
        ),
    ],
)
def test_a_mistake_about_a_data_file_is_named_with_its_place(
    manifest: Manifests, right: str, wrong: str, place: str, complaint: str
) -> None:
    text = manifest("", more=FILE)
    assert right in text
    assert f"{place} {complaint}" in complaints(text.replace(right, wrong, 1))


def test_two_files_need_two_names(manifest: Manifests) -> None:
    assert complaints(manifest("", more=FILE + FILE)) == [
        "MSPL324:10:60 there are two files called people"
    ]


def test_all_mistakes_are_named_at_once(manifest: Manifests) -> None:
    text = manifest("", by_default="yes", methods="INVTIE").replace(
        "http://sch", "https://sch"
    )
    codes = [complaint.partition(":")[0] for complaint in complaints(text)]
    assert codes == ["MSPL314", "MSPL321", "MSPL321"]


def test_the_script_stands_last(manifest: Manifests) -> None:
    text = manifest("", more="")
    late = text.replace("</lc:splScript>", "</lc:splScript><lc:scriptOnly/>")
    assert complaints(late) == [
        "MSPL326:11:21 <lc:scriptOnly> stands behind the script"
    ]


def test_a_manifest_without_script_is_none(manifest: Manifests) -> None:
    text = manifest("").replace("splScript", "script")
    assert [c[:7] for c in complaints(text)] == ["MSPL325", "MSPL317"]


@pytest.mark.parametrize("text", ["<html></html>", "<a xmlns='urn:x'/>"])
def test_other_xml_is_no_manifest(text: str) -> None:
    assert [c[:7] for c in complaints(text)] == ["MSPL312"]


@pytest.mark.parametrize(
    ("right", "wrong", "place", "warning"),
    [
        ('"true"', '"True"', "MSPL332:7:30", "'True' is documented as 'true'"),
        (
            '"ALL" strict',
            '"all" strict',
            "MSPL332:5:34",
            "'all' is documented as 'ALL'",
        ),
        (
            '"ALL" strict',
            '"invite" strict',
            "MSPL332:5:34",
            "'invite' is documented as 'INVITE'",
        ),
        (
            "strictRoute",
            'phoneUri="URI" strictRoute',
            "MSPL330:5:39",
            "phoneUri has no effect here: what it means is not documented",
        ),
        (
            "<lc:scriptOnly/>",
            '<lc:allowRegistrationBeforeUserServices action="true"/>',
            "MSPL330:8:43",
            "action has no effect: the element's presence counts",
        ),
        (
            "<lc:scriptOnly/>",
            "<lc:scriptOnly/> or so",
            "MSPL331:8:20",
            "text stands here between the elements",
        ),
    ],
)
def test_some_things_are_only_doubtful(
    manifest: Manifests, right: str, wrong: str, place: str, warning: str
) -> None:
    text = manifest("")
    assert right in text
    read = read_manifest(text.replace(right, wrong, 1), "a.am")
    assert warnings(read) == [f"{place} {warning}"]


def test_the_app_uri_may_stand_without_prefix(manifest: Manifests) -> None:
    read = read_manifest(manifest("").replace("lc:appUri", "appUri"), "a.am")
    assert (read.app_uri, read.findings) == ("http://lab.example/apps/one", ())


@pytest.mark.parametrize(
    ("name", "year", "null_as_empty"),
    [
        ("lcs/2006/05", 2006, False),
        ("lcs/2004/05", 2004, False),
        ("lcs/2003/05", 2003, True),
        ("rtc/2003/05", 2003, True),
        ("lc/2003/05", 2003, True),
    ],
)
def test_the_namespace_tells_the_generation(
    manifest: Manifests, name: str, year: int, null_as_empty: bool
) -> None:
    read = read_manifest(manifest("").replace("lcs/2006/05", name), "a.am")
    assert (read.year, read.null_as_empty) == (year, null_as_empty)


@pytest.mark.parametrize(
    ("methods", "reasons", "applies"),
    [
        ("ALL", "ALL", Applies.ANY),
        ("INVITE", "NONE", Applies.REQUEST),
        ("NONE", "4nn", Applies.RESPONSE),
    ],
)
def test_the_filters_tell_what_the_script_may_meet(
    manifest: Manifests, methods: str, reasons: str, applies: Applies
) -> None:
    read = read_manifest(manifest("", methods=methods, reasons=reasons), "a.am")
    assert read.applies is applies


def test_a_manifest_with_mistakes_can_still_be_examined(manifest: Manifests) -> None:
    found = examine_manifest(manifest("ProxyRequest();", by_default="yes"), "a.am")
    assert "ProxyRequest();" in found.source.text
    assert [f.code for f in found.findings] == ["MSPL321"]


def test_the_text_of_an_error_has_a_caret(manifest: Manifests) -> None:
    with pytest.raises(ManifestError) as error:
        read_manifest(manifest("", by_default="yes"), "folder/a.am")
    assert str(error.value) == (
        "folder/a.am:7:30: error MSPL321: action cannot be 'yes'\n"
        '    7 |   <lc:proxyByDefault action="yes"/>\n'
        "      |                              ^~~\n"
        "hint: allowed are true, false"
    )


@given(some.binary(max_size=200))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    with pytest.raises(ManifestError):
        read_manifest(data, "a.am")


@given(some.data())
def test_no_damage_makes_it_stumble(data: some.DataObject) -> None:
    text = LEAST.replace("<splScript/>", "<splScript><![CDATA[Log(1);]]></splScript>")
    start = data.draw(some.integers(0, len(text)))
    end = data.draw(some.integers(start, min(len(text), start + 20)))
    junk = data.draw(some.text(alphabet="<>/=\"'”& \n!-[]?xlc:\ufeffä", max_size=8))
    try:
        read_manifest(text[:start] + junk + text[end:], "a.am")
    except ManifestError as error:
        assert all(finding.code.startswith("MSPL3") for finding in error.findings)
