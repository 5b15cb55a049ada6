"""Messages, hosts and manifests to try applications on."""

from collections.abc import Callable

import pytest

from mspllab.applications.hosting.host import Host
from mspllab.applications.surroundings import RegisteredEndpoint, Surroundings
from mspllab.sip.build import request, response
from mspllab.sip.message import Message, Request, Response

MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/apps/one">
  <lc:requestFilter methodNames="{methods}" strictRoute="{strict_route}"/>
  <lc:responseFilter reasonCodes="{reasons}"/>
  <lc:proxyByDefault action="{by_default}"/>
  {more}
  <lc:splScript><![CDATA[
{script}
  ]]></lc:splScript>
</lc:applicationManifest>
"""
FIRST_LINE = 10
"""Of the script in such a manifest."""


class Lab(Surroundings):
    """A server that knows Bob and his two endpoints."""

    fqdn = "fe01.lab.example"
    pool = "pool01.lab.example"

    def serves(self, domain: str) -> bool:
        return domain.lower() in ("", "lab.example")

    def endpoints(
        self, user_at_host: str, *, now: float
    ) -> tuple[RegisteredEndpoint, ...]:
        if user_at_host.lower() != "bob@lab.example" or now > 7200:
            return ()
        return (
            RegisteredEndpoint(
                "b0b0000001",
                "d62ecea5-a59e-56e1-808e-72f602f50a7f",
                "sip:192.0.2.101:50211;transport=tls",
                methods=0x0040 | 0x0010,
                extra_methods=("PRACK", "UPDATE"),
            ),
            RegisteredEndpoint("b0b0000002", None, "sip:198.51.100.7:41822"),
        )

    def home_server(
        self, user_at_host: str, *, is_phone: bool, cluster: str
    ) -> str | None:
        if user_at_host != "bob@lab.example" or is_phone:
            return None
        return f"{cluster}.lab.example"

    def has_option(self, key: str, option: str, *, is_phone: bool) -> bool:
        return (key, option, is_phone) == (
            "bob@lab.example",
            "UcEnabled",
            False,
        )

    def category(
        self, key: str, name: str, *, container: int, instance: int, is_phone: bool
    ) -> str | None:
        return f"<{name} container='{container}' instance='{instance}'/>"

    def category_for(
        self, key: str, name: str, *, subscriber: str, network: str, is_phone: bool
    ) -> str | None:
        return f"<{name} subscriber='{subscriber}' network='{network}'/>"


def make_invite(
    method: str = "INVITE",
    uri: str = "sip:bob@lab.example",
    *,
    from_: str = '"Alice" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5',
    to: str = "<sip:bob@lab.example>",
    headers: tuple[tuple[str, str], ...] = (),
    route: tuple[str, ...] = (),
    body: bytes = b"",
) -> Request:
    return request(
        method,
        uri,
        from_=from_,
        to=to,
        call_id="c1-lab-0001",
        cseq=1,
        via="SIP/2.0/TLS 192.0.2.90:50877;branch=z9hG4bKA1.1",
        contact="<sip:alice@lab.example;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu>",
        route=route,
        headers=headers,
        body=body,
        content_type="application/sdp" if body else None,
    )


def make_manifest(
    script: str,
    *,
    methods: str = "ALL",
    reasons: str = "ALL",
    strict_route: str = "false",
    by_default: str = "true",
    more: str = "<lc:scriptOnly/>",
) -> str:
    return MANIFEST.format(
        script=script,
        methods=methods,
        reasons=reasons,
        strict_route=strict_route,
        by_default=by_default,
        more=more,
    )


@pytest.fixture
def invite() -> Callable[..., Request]:
    """A request from Alice to Bob, or what the arguments make of it."""
    return make_invite


@pytest.fixture
def answer() -> Callable[..., Response]:
    """A response to Alice's INVITE."""

    def make(status: int = 200, **more: str) -> Response:
        return response(make_invite(), status, to_tag="d-01", **more)

    return make


@pytest.fixture
def lab() -> Surroundings:
    """A server that knows Bob."""
    return Lab()


@pytest.fixture
def host() -> Callable[..., Host]:
    """A run over a message, Alice's INVITE where none is given."""

    def make(message: Message | None = None, **more: object) -> Host:
        options = {"surroundings": Lab(), "app_uri": "http://lab.example/apps/one"}
        return Host(message or make_invite(), **{**options, **more})  # type: ignore[arg-type]

    return make


@pytest.fixture
def manifest() -> Callable[..., str]:
    """A manifest with a script that begins on line 10."""
    return make_manifest
