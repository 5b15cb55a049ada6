"""Errors that teach: what was expected, and where."""

import pytest

from mspllab.errors import ParseError
from mspllab.sip import complaints


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            complaints.of_address("<sip:bob@lab.example"),
            "address: expected \">\" after the URI, found '<sip:bob@lab.example'"
            " (column 21)",
        ),
        (
            complaints.of_sip_uri("sip:bob@"),
            "SIP URI: expected a host name or address, found 'sip:bob@' (column 9)",
        ),
        (
            complaints.of_sip_uri("sip:bob@lab.example?"),
            "SIP URI: expected ?headers or the end, found 'sip:bob@lab.example?'"
            " (column 20)",
        ),
        (
            complaints.of_via("SIP/2.0 UDP host"),
            "Via: expected SIP/2.0/transport and white space, found 'SIP/2.0 UDP host'"
            " (column 1)",
        ),
        (
            complaints.of_escape("sip:b%4gb@lab.example"),
            "URI: expected two hex digits after %, found 'sip:b%4gb@lab.example'"
            " (column 6)",
        ),
        (
            complaints.of_params(";a;;b"),
            "parameters: expected a list such as ;name=value;flag, found ';a;;b'"
            " (column 3)",
        ),
    ],
)
def test_what_was_read_where_and_what_would_have_been_right(
    error: ParseError, text: str
) -> None:
    assert str(error) == text
    assert error.status_hint == 400
