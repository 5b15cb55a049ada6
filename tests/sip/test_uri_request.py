"""The request a URI describes (RFC 3261 §19.1.5)."""

from mspllab.sip.uri import SipUri
from mspllab.sip.uri_request import uri_request


def test_rule_030_parameters_stay_and_the_method_becomes_the_method() -> None:
    uri = SipUri.parse("sip:bob@lab.example;transport=tcp;method=MESSAGE;x=1?body=hi")
    request = uri_request(uri)
    assert request.method == "MESSAGE"
    assert str(request.uri) == "sip:bob@lab.example;transport=tcp;x=1"
    assert request.body == "hi"
    assert request.headers == ()


def test_rule_030_headers_are_unescaped_and_dangerous_ones_ignored() -> None:
    uri = SipUri.parse(
        "sip:bob@lab.example?Replaces=a%3Bto-tag%3D1&From=x&i=c&Route=r&Via=v"
        "&Record-Route=rr&CSeq=1&Subject=two%20words"
    )
    assert uri_request(uri).headers == (
        ("Replaces", "a;to-tag=1"),
        ("Subject", "two words"),
    )


def test_a_plain_uri_is_an_invite_to_itself() -> None:
    uri = SipUri.parse("sip:bob@lab.example")
    assert uri_request(uri) == ("INVITE", uri, (), "")
    assert uri_request(uri, "REFER").method == "REFER"
