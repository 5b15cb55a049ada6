import pytest

from mspllab.applications.builtins.addresses import (
    get_display_name,
    get_endpoint_instance_from_gruu,
    get_host_name,
    get_parameter_value,
    get_port,
    get_scheme,
    get_uri,
    get_uri_parameter,
    get_user_at_host,
    get_user_name,
    is_gruu_text,
    is_phone_uri,
    subdomain_of,
)

FULL = '"Bob, the 2nd" <sip:bob@lab.example:5061;transport=tls>;tag=d-01;epid=b0b1'
NOTHING = ("", "nonsense", "<>", "bob@lab.example", "<sip:bob@lab.example", "sip:")


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        (FULL, "sip:bob@lab.example:5061;transport=tls"),
        ("sip:bob@lab.example", "sip:bob@lab.example"),
        ("sip:bob@lab.example;tag=d-01", "sip:bob@lab.example"),
        ("sip:bob@lab.example;gruu;opaque=x", "sip:bob@lab.example;gruu;opaque=x"),
        (
            "sip:bob@lab.example;user=phone;epid=1;tag=2",
            "sip:bob@lab.example;user=phone",
        ),
        ("To: <sip:bob@lab.example>", "sip:bob@lab.example"),
        ("To:<sip:bob@lab.example>", "sip:bob@lab.example"),
        ("From: sip:bob@lab.example", "sip:bob@lab.example"),
        ("Bob Builder <sips:bob@lab.example>", "sips:bob@lab.example"),
        ("<tel:+12065550142>", "tel:+12065550142"),
        ("  <sip:lab.example>  ", "sip:lab.example"),
        ("<http://lab.example/>", None),
        *((text, None) for text in NOTHING),
    ],
)
def test_get_uri(address: str, uri: str | None) -> None:
    assert get_uri(address) == uri


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (FULL, "Bob, the 2nd"),
        ('"say \\"hi\\"" <sip:bob@lab.example>', 'say "hi"'),
        ("Bob Builder <sip:bob@lab.example>", "Bob Builder"),
        ("<sip:bob@lab.example>", None),
        ("sip:bob@lab.example", None),
        *((text, None) for text in NOTHING),
    ],
)
def test_get_display_name(address: str, name: str | None) -> None:
    assert get_display_name(address) == name


@pytest.mark.parametrize(
    ("uri", "user", "host", "port", "scheme"),
    [
        (FULL, "bob", "lab.example", 5061, "sip"),
        ("sip:bob@lab.example", "bob", "lab.example", 0, "sip"),
        ("sips:lab.example:5061", None, "lab.example", 5061, "sips"),
        ("sip:bob:pw@[2001:db8::1]:5070", "bob", "[2001:db8::1]", 5070, "sip"),
        ("tel:+12065550142", None, None, 0, "tel"),
        ("http://lab.example", None, None, 0, None),
        *((text, None, None, 0, None) for text in NOTHING),
    ],
)
def test_parts_of_a_uri(
    uri: str, user: str | None, host: str | None, port: int, scheme: str | None
) -> None:
    assert get_user_name(uri) == user
    assert get_host_name(uri) == host
    assert get_port(uri) == port
    assert get_scheme(uri) == scheme


@pytest.mark.parametrize(
    ("uri", "user_at_host"),
    [
        (FULL, "bob@lab.example"),
        ("sip:bob:pw@lab.example", "bob@lab.example"),
        ("sip:lab.example", None),
        ("tel:+12065550142", None),
        ("", None),
    ],
)
def test_get_user_at_host(uri: str, user_at_host: str | None) -> None:
    assert get_user_at_host(uri) == user_at_host


@pytest.mark.parametrize(
    ("uri", "name", "value"),
    [
        (FULL, "transport", "tls"),
        (FULL, "TRANSPORT", "tls"),
        (FULL, "tag", None),
        ("sip:app@lab.example;gruu;opaque=srvr:x", "opaque", "srvr:x"),
        ("sip:app@lab.example;gruu;opaque=srvr:x", "gruu", None),
        ("tel:5550142;phone-context=lab", "phone-context", "lab"),
        ("nonsense", "transport", None),
        (FULL, "", None),
    ],
)
def test_get_uri_parameter_looks_inside_the_brackets(
    uri: str, name: str, value: str | None
) -> None:
    assert get_uri_parameter(uri, name) == value


@pytest.mark.parametrize(
    ("header", "name", "value"),
    [
        (FULL, "EPID", "b0b1"),
        (FULL, "transport", None),
        (f"To: {FULL}", "tag", "d-01"),
        ("sip:bob@lab.example;tag=d-01", "tag", "d-01"),
        ('multipart/mixed;boundary="a;b"', "boundary", "a;b"),
        ("SIP/2.0/TLS 192.0.2.11;branch=z9;rport", "branch", "z9"),
        ("SIP/2.0/TLS 192.0.2.11;branch=z9;rport", "rport", None),
        ("<sip:a@lab.example>;q=1, <sip:b@lab.example>;q=0.5", "q", "1"),
        ("<sip:a@lab.example>", "tag", None),
        ("<sip:a@lab.example>;;", "tag", None),
        ("", "tag", None),
    ],
)
def test_get_parameter_value_looks_outside_the_brackets(
    header: str, name: str, value: str | None
) -> None:
    assert get_parameter_value(header, name) == value


@pytest.mark.parametrize(
    ("uri", "is_one"),
    [
        ("sip:bob@lab.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu", True),
        ("<sip:app01.lab.example@lab.example;gruu;opaque=srvr:reroute:z85>", True),
        ("sip:bob@lab.example;gr=urn:uuid:1", True),
        ("sip:bob@lab.example;opaque=user:epid:x", False),
        ("sip:gruu@lab.example", False),
        ("nonsense", False),
    ],
)
def test_is_gruu(uri: str, is_one: bool) -> None:
    assert is_gruu_text(uri) is is_one


@pytest.mark.parametrize(
    ("uri", "instance"),
    [
        (
            "sip:bob@lab.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu",
            "{D62ECEA5-A59E-56E1-808E-72F602F50A7F}",
        ),
        ("sip:bob@lab.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA", None),
        ("sip:bob@lab.example;opaque=user:epid:!;gruu", None),
        ("sip:bob@lab.example;opaque=user:epid:AAAA;gruu", None),
        ("sip:app@lab.example;gruu;opaque=srvr:reroute:z85CLh3G", None),
        ("nonsense", None),
    ],
)
def test_get_endpoint_instance_from_gruu(uri: str, instance: str | None) -> None:
    assert get_endpoint_instance_from_gruu(uri) == instance


@pytest.mark.parametrize(
    ("uri", "is_phone"),
    [
        ("sip:+12065550142@lab.example;user=phone", True),
        ("sip:+12065550142@lab.example;user=PHONE", True),
        ("tel:+12065550142", True),
        ("sip:+12065550142@lab.example", False),
        ("sip:bob@lab.example;user=ip", False),
        ("", False),
    ],
)
def test_is_phone_uri(uri: str, is_phone: bool) -> None:
    assert is_phone_uri(uri) is is_phone


@pytest.mark.parametrize(
    ("uri", "template", "below"),
    [
        ("sip:bob@eu.lab.example", "sip:lab.example", True),
        ("sip:bob@LAB.example", "sip:lab.example", True),
        ("sip:bob@evillab.example", "sip:lab.example", False),
        ("sip:bob@lab.example", "sip:eu.lab.example", False),
        ("sips:bob@lab.example", "sip:lab.example", False),
        ("bob@lab.example", "sip:lab.example", False),
        ("sip:bob@lab.example", "lab.example", False),
    ],
)
def test_subdomain_of_matches_whole_labels(
    uri: str, template: str, below: bool
) -> None:
    assert subdomain_of(uri, template) is below
