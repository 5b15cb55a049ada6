"""Managed code that readers have asked about, and what it should have been."""

from mspllab.applications.dispatched import RequestReceived

APPLICATION = (
    "sip:app01.lab.example@lab.example;gruu;"
    "opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA"
)
TELEPHONE = "sip:+14255550142@lab.example;user=phone"


def redirect(event: RequestReceived) -> None:
    """302, with the application as the new address."""
    answer = event.request.create_response(302)
    answer.add_header("Contact", "<sip:frontdesk@lab.example>")
    event.server_transaction.send_response(answer)


def redirect_inverted(event: RequestReceived) -> None:
    """The same, with the test for a header the wrong way round."""
    answer = event.request.create_response(302)
    contact = answer.header("Contact")
    if contact is not None:
        contact = "<sip:frontdesk@lab.example>"
    answer.add_header("Contact", contact.strip())
    event.server_transaction.send_response(answer)


def pass_on(event: RequestReceived) -> None:
    """The request goes to the application; To stays."""
    event.request.request_uri = APPLICATION
    event.server_transaction.create_branch().send_request(event.request)


def only_flags(event: RequestReceived) -> None:
    """Two flags, and nothing sent."""
    event.server_transaction.enable_forking = True
    event.request.simple_proxy = True


def to_the_telephone(event: RequestReceived) -> None:
    """The flags as they belong, a new target, and the request on its way."""
    event.server_transaction.enable_forking = False
    event.request.simple_proxy = True
    event.request.retarget(TELEPHONE)
    event.server_transaction.create_branch().send_request(event.request)
