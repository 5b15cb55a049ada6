"""Managed code for a call to a telephone; see simple-proxy.toml."""

from mspllab.applications.dispatched import RequestReceived

NUMBER = "sip:+14255550142@lab.example;user=phone"
AT_THE_GATEWAY = "sip:+14255550142@gw01.lab.example;user=phone"


def retarget(event: RequestReceived) -> None:
    """The number is the new target; which gateway it takes is the server's affair."""
    event.server_transaction.enable_forking = False
    event.request.simple_proxy = True
    event.request.retarget(NUMBER)
    event.server_transaction.create_branch().send_request(event.request)


def to_gateway(event: RequestReceived) -> None:
    """Whoever sets the Request-URI has routed, and must know the gateway."""
    event.server_transaction.enable_forking = False
    event.request.simple_proxy = True
    event.request.request_uri = AT_THE_GATEWAY
    event.server_transaction.create_branch().send_request(event.request)


def only_flags(event: RequestReceived) -> None:
    """Two flags say how; nothing is sent."""
    event.server_transaction.enable_forking = False
    event.request.simple_proxy = True
