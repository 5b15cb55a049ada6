"""The address functions of mspl.md §4.4, as scripts see them."""

import pytest

from mspllab.mspl.vocabulary import Level
from tests.applications.builtins.bench import NULL, error, refused, value

FULL = r"\"Bob B.\" <sip:bob@lab.example:5061;user=phone;lr>;tag=t1;EPID=e1;flag"
BARE = "sip:bob@lab.example;transport=tls"
PLAIN = "sip:lab.example"
GRUU = "sip:bob@lab.example;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu"

TABLE = [
    (f'GetUri("{FULL}")', "sip:bob@lab.example:5061;user=phone;lr"),
    (f'GetUri("To: {FULL}")', "sip:bob@lab.example:5061;user=phone;lr"),
    (f'GetUri("{BARE}")', BARE),
    ('GetUri("sip:bob@lab.example;tag=t1")', "sip:bob@lab.example"),
    ('GetUri("tel:+12065550142")', "tel:+12065550142"),
    ('GetUri("sips:bob@lab.example")', "sips:bob@lab.example"),
    ('GetUri("")', NULL),
    ('GetUri("bob@lab.example")', NULL),
    ('GetUri("http://lab.example")', NULL),
    ('GetUri("<sip:bob@lab.example")', NULL),
    ("GetUri(12)", NULL),
    (f'GetDisplayName("{FULL}")', "Bob B."),
    ('GetDisplayName("Bob <sip:bob@lab.example>")', "Bob"),
    (r'GetDisplayName("\"B \\\"x\\\" B\" <sip:b@c>")', 'B "x" B'),
    (r'GetDisplayName("\"\" <sip:bob@lab.example>")', NULL),
    (f'GetDisplayName("{BARE}")', NULL),
    ('GetDisplayName("<sip:bob@lab.example>")', NULL),
    ('GetDisplayName("")', NULL),
    (f'GetUserAtHost("{FULL}")', "bob@lab.example"),
    (f'GetUserAtHost("{BARE}")', "bob@lab.example"),
    (f'GetUserAtHost("{PLAIN}")', NULL),
    ('GetUserAtHost("tel:+12065550142")', NULL),
    ('GetUserAtHost("bob@lab.example")', NULL),
    (f'GetUserName("{FULL}")', "bob"),
    ('GetUserName("sip:+12065550142@lab.example;user=phone")', "+12065550142"),
    (f'GetUserName("{PLAIN}")', NULL),
    ('GetUserName("")', NULL),
    (f'GetHostName("{FULL}")', "lab.example"),
    (f'GetHostName("{PLAIN}")', "lab.example"),
    ('GetHostName("sip:bob@192.0.2.1:5060")', "192.0.2.1"),
    ('GetHostName("lab.example")', NULL),
    (f'GetPort("{FULL}")', "5061"),
    (f'GetPort("{BARE}")', "0"),
    ('GetPort("")', "0"),
    ('GetPort("no URI")', "0"),
    (f'GetScheme("{FULL}")', "sip"),
    ('GetScheme("SIPS:bob@lab.example")', "sips"),
    ('GetScheme("bob@lab.example")', NULL),
    (f'GetUriParameter("{FULL}", "user")', "phone"),
    (f'GetUriParameter("{FULL}", "USER")', "phone"),
    (f'GetUriParameter("{FULL}", "lr")', NULL),
    (f'GetUriParameter("{FULL}", "tag")', NULL),
    (f'GetUriParameter("{FULL}", "")', NULL),
    (f'GetUriParameter("{BARE}", "transport")', "tls"),
    (f'GetUriParameter("{PLAIN}", "transport")', NULL),
    ('GetUriParameter("x", "transport")', NULL),
    (f'GetParameterValue("{FULL}", "tag")', "t1"),
    (f'GetParameterValue("{FULL}", "epid")', "e1"),
    (f'GetParameterValue("From: {FULL}", "EPID")', "e1"),
    (f'GetParameterValue("f:{FULL}", "epid")', "e1"),
    (f'GetParameterValue("{FULL}", "flag")', NULL),
    (f'GetParameterValue("{FULL}", "user")', NULL),
    (f'GetParameterValue("{FULL}", "")', NULL),
    ('GetParameterValue("", "tag")', NULL),
    ('GetParameterValue("sip:bob@lab.example;tag=t1", "tag")', "t1"),
    (r'GetParameterValue("<sip:b@c>;note=\"a; b>\";epid=e1", "note")', "a; b>"),
    (r'GetParameterValue("<sip:b@c>;note=\"a; b>\";epid=e1", "epid")', "e1"),
    (r'GetParameterValue("\"x;epid=no\" <sip:b@c>;epid=e1", "epid")', "e1"),
    ('GetParameterValue("text/plain; charset=UTF-8", "charset")', "UTF-8"),
    ('GetParameterValue("SIP/2.0/TLS 192.0.2.1:5061;branch=z9", "branch")', "z9"),
    (f'IsGRUU("{GRUU}")', "true"),
    (f'IsGRUU("<{GRUU}>;tag=1")', "true"),
    ('IsGRUU("sip:bob@lab.example;gr=urn:uuid:1")', "true"),
    (f'IsGRUU("{BARE}")', "false"),
    ('IsGRUU("")', "false"),
    (
        f'GetEndpointInstanceFromGRUU("{GRUU}")',
        "{7446BEDA-E8B3-53B7-A965-B85A66A31CFC}",
    ),
    (f'GetEndpointInstanceFromGRUU("{BARE}")', NULL),
    (
        'GetEndpointInstanceFromGRUU("sip:a@b;opaque=srvr:x:z85CLh3G;gruu")',
        NULL,
    ),
    ('IsPhoneUri("sip:+12065550142@lab.example;user=phone")', "true"),
    ('IsPhoneUri("<sip:+12065550142@lab.example;user=PHONE>;tag=1")', "true"),
    ('IsPhoneUri("sip:+12065550142@lab.example")', "false"),
    ('IsPhoneUri("sip:bob@lab.example;user=ip")', "false"),
    ('IsPhoneUri("")', "false"),
    ('SubdomainOf("sip:bob@lab.example", "sip:lab.example")', "true"),
    ('SubdomainOf("sip:bob@EU.lab.example", "sip:LAB.example")', "true"),
    ('SubdomainOf("sip:bob@mylab.example", "sip:lab.example")', "false"),
    ('SubdomainOf("sip:lab.example", "sip:eu.lab.example")', "false"),
    ('SubdomainOf("sips:bob@lab.example", "sips:lab.example")', "true"),
    ('SubdomainOf("lab.example", "sip:lab.example")', "false"),
    ('SubdomainOf("sip:bob@lab.example", "*.example")', "false"),
    ('SubdomainOf("", "")', "false"),
]


@pytest.mark.parametrize(("expression", "wanted"), TABLE)
def test_the_table_of_address_functions(expression: str, wanted: str) -> None:
    assert value(expression) == wanted


ONE_TEXT = [
    *("GetUri", "GetDisplayName", "GetUserAtHost", "GetUserName", "GetHostName"),
    *("GetPort", "GetScheme", "IsGRUU", "GetEndpointInstanceFromGRUU", "IsPhoneUri"),
]
TWO_TEXTS = ["GetUriParameter", "GetParameterValue", "SubdomainOf"]


@pytest.mark.parametrize("name", ONE_TEXT)
def test_one_text_and_no_null(name: str) -> None:
    assert error(f"{name}(null);").startswith("script: ")
    assert error(f"{name}(GetDisplayName(sipMessage.To));").startswith("script: ")
    assert refused(f"{name}();") == ["MSPL205"]
    assert refused(f'{name}("a", "b");') == ["MSPL205"]


@pytest.mark.parametrize("name", TWO_TEXTS)
def test_two_texts_and_no_null(name: str) -> None:
    assert error(f'{name}(null, "a");').startswith("script: ")
    assert error(f'{name}("a", null);').startswith("script: ")
    assert refused(f'{name}("a");') == ["MSPL205"]
    assert refused(f'{name}("a", "b", "c");') == ["MSPL205"]


@pytest.mark.parametrize(
    "name", ["IsGRUU", "GetEndpointInstanceFromGRUU", "IsPhoneUri"]
)
def test_some_came_with_office_communications_server(name: str) -> None:
    assert refused(f'{name}("a");', level=Level.V2005) == ["MSPL215"]
    assert refused(f'{name}("a");', level=Level.V2007R2) == []


def test_an_object_is_no_address() -> None:
    assert error("GetUri(sipMessage);").startswith("script: ")
    assert error('GetUri(Split("a,b", ","));').startswith("script: ")
