from collections.abc import Callable

import pytest

from mspllab.applications.filters import (
    METHOD_NAMES,
    RequestFilter,
    ResponseFilter,
    is_strictly_routed,
    kept_out_by,
)
from mspllab.applications.surroundings import Surroundings
from mspllab.sip.message import Message, Request, Response

Requests = Callable[..., Request]
ROUTE = ("<sip:fe01.lab.example;lr>",)


@pytest.mark.parametrize("method", [*METHOD_NAMES[:-5], "PRACK", "FOO"])
def test_by_default_every_method_is_let_in(invite: Requests, method: str) -> None:
    assert RequestFilter().lets_in(invite(method))


def test_cancel_is_never_let_in(invite: Requests) -> None:
    assert not RequestFilter().lets_in(invite("CANCEL"))
    assert not RequestFilter(frozenset({"OTHER"})).lets_in(invite("CANCEL"))


@pytest.mark.parametrize(
    ("methods", "method", "is_in"),
    [
        ({"INVITE"}, "INVITE", True),
        ({"INVITE"}, "MESSAGE", False),
        ({"INVITE"}, "invite", False),
        ({"OTHER"}, "PRACK", True),
        ({"OTHER"}, "UPDATE", True),
        ({"OTHER"}, "OTHER", True),
        ({"OTHER"}, "INVITE", False),
        (set(), "INVITE", False),
    ],
)
def test_methods_are_let_in_by_name(
    invite: Requests, methods: set[str], method: str, is_in: bool
) -> None:
    assert RequestFilter(frozenset(methods)).lets_in(invite(method)) is is_in


def test_requests_within_a_dialog_need_strict_route(invite: Requests) -> None:
    request = invite("BYE", route=ROUTE)
    assert is_strictly_routed(request)
    assert not RequestFilter().lets_in(request)
    assert RequestFilter(strict_route=True).lets_in(request)
    assert RequestFilter(strict_route=True).lets_in(invite())


def test_maddr_fixes_the_route_too(invite: Requests) -> None:
    assert is_strictly_routed(invite(uri="sip:bob@lab.example;maddr=192.0.2.1"))
    assert not is_strictly_routed(invite(uri="sip:maddr@lab.example"))
    assert not is_strictly_routed(invite(uri="tel:+12065550142"))
    assert not is_strictly_routed(invite(uri="%%"))


def test_only_served_domains_where_the_manifest_says_so(
    invite: Requests, lab: Surroundings
) -> None:
    served = RequestFilter(domain_supported=True)
    assert served.lets_in(invite(), lab)
    for uri in ("sip:bob@other.example", "tel:+12065550142", "%%"):
        assert not served.lets_in(invite(uri=uri), lab)
        assert RequestFilter().lets_in(invite(uri=uri), lab)


def test_what_the_registrar_made_is_hidden_unless_asked_for(invite: Requests) -> None:
    class Registrar(Surroundings):
        def made_here(self, message: Message) -> bool:
            return message.method == "NOTIFY"

    assert not RequestFilter().lets_in(invite("NOTIFY"), Registrar())
    assert RequestFilter().lets_in(invite("INVITE"), Registrar())
    asked = RequestFilter(registrar_generated=True)
    assert asked.lets_in(invite("NOTIFY"), Registrar())


@pytest.mark.parametrize(
    ("classes", "status", "is_in"),
    [
        (None, 180, True),
        (frozenset(), 180, False),
        (frozenset({2}), 200, True),
        (frozenset({2}), 302, False),
        (frozenset({4, 5}), 599, True),
    ],
)
def test_responses_are_let_in_by_class(
    answer: Callable[..., Response],
    classes: frozenset[int] | None,
    status: int,
    is_in: bool,
) -> None:
    assert ResponseFilter(classes).lets_in(answer(status)) is is_in


def test_each_kind_of_message_has_its_own_filter(
    invite: Requests, answer: Callable[..., Response]
) -> None:
    requests, responses = RequestFilter(frozenset()), ResponseFilter()
    assert kept_out_by(invite(), requests, responses) == "methodNames"
    assert kept_out_by(answer(), requests, responses) == ""


@pytest.mark.parametrize(
    ("wanted", "request_", "attribute"),
    [
        (RequestFilter(frozenset({"BYE"})), {}, "methodNames"),
        (RequestFilter(), {"method": "CANCEL"}, "methodNames"),
        (RequestFilter(), {"method": "BYE", "route": ROUTE}, "strictRoute"),
        (RequestFilter(), {"method": "NOTIFY"}, "registrarGenerated"),
        (
            RequestFilter(registrar_generated=True, domain_supported=True),
            {"uri": "sip:bob@elsewhere.example"},
            "domainSupported",
        ),
        (RequestFilter(registrar_generated=True), {}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_request_filter_names_the_attribute_that_keeps_a_request_out(
    invite: Requests, wanted: RequestFilter, request_: dict[str, str], attribute: str
) -> None:
    class Registrar(Surroundings):
        def made_here(self, message: Message) -> bool:
            return True

        def serves(self, domain: str) -> bool:
            return domain == "lab.example"

    assert wanted.keeps_out(invite(**request_), Registrar()) == attribute


def test_a_response_filter_names_its_attribute(
    answer: Callable[..., Response],
) -> None:
    assert ResponseFilter(frozenset({4})).keeps_out(answer(200)) == "reasonCodes"
    assert ResponseFilter(frozenset({4})).keeps_out(answer(486)) == ""
