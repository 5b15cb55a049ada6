"""Messages that the tests of this folder are about."""

from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Request, Response

ALICE = Endpoint("192.0.2.90", 5060)
BOB = Endpoint("192.0.2.101", 5060)
VIA = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKa1"


def request(method: str = "INVITE", *, via: str = VIA, to_tag: str = "") -> Request:
    """A request of Alice's to Bob."""
    return build.request(
        method,
        "sip:bob@192.0.2.101",
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<sip:bob@lab.example>{to_tag and ';tag='}{to_tag}",
        call_id="c1@lab.example",
        cseq=1,
        via=via,
    )


def response(status: int, method: str = "INVITE", *, via: str = VIA) -> Response:
    """Bob's response to that request."""
    return build.response(request(method, via=via), status, to_tag="b")
