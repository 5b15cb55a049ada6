from mspllab.applications.surroundings import METHOD_BITS, RegisteredEndpoint
from mspllab.lync.routing.surroundings import FrontEndSurroundings
from tests.lync.cast import request
from tests.lync.routing.test_routes import BINDING, SECOND, deployment


def surroundings(pool: str = "pool01.lab.example") -> FrontEndSurroundings:
    known = deployment(BINDING, SECOND)
    return FrontEndSurroundings(
        fqdn="fe01.lab.example", pool=pool, book=known.book, routes=known.routes
    )


def test_scripts_see_the_endpoints_of_a_user() -> None:
    desk, mobile = surroundings().endpoints("Bob@lab.example", now=0.0)
    assert desk == RegisteredEndpoint(
        "b0b0000001",
        "d62ecea5-a59e-56e1-808e-72f602f50a7f",
        f"{BINDING.contact};ms-received-cid=0100",
    )
    assert mobile.epid == "b0b0000002"


def test_expired_endpoints_and_strangers_have_none() -> None:
    assert surroundings().endpoints("bob@lab.example", now=7200.0) == ()
    assert surroundings().endpoints("dave@lab.example", now=0.0) == ()
    assert surroundings().endpoints("not an address", now=0.0) == ()


def test_a_script_reads_the_name_of_whoever_has_a_certificate() -> None:
    known = deployment()
    of = FrontEndSurroundings(
        fqdn="fe01",
        pool="fe01",
        book=known.book,
        routes=known.routes,
        names={"192.0.2.50": "app01.lab.example"},
    )
    for host, name in (
        ("192.0.2.50", "app01.lab.example"),
        ("192.0.2.90", "192.0.2.90"),
        ("app01.lab.example", "app01.lab.example"),
    ):
        via = f"SIP/2.0/TLS {host}:5061;branch=z9hG4bK1"
        asked = request("sip:bob@lab.example").with_header("Via", via)
        assert of.peer_of(asked) == name
    assert of.peer_of(request("sip:b@c").with_header("Via", "nonsense")) == ""


def test_methods_become_bits_and_a_list_of_the_others() -> None:
    known = deployment()
    known.preregister(
        BINDING.__class__(
            "bob@lab.example",
            BINDING.contact,
            BINDING.flow,
            7200.0,
            "",
            0,
            methods=("INVITE", "MESSAGE", "PUBLISH", "INVITE"),
        )
    )
    of = FrontEndSurroundings(
        fqdn="fe01", pool="fe01", book=known.book, routes=known.routes
    )
    (endpoint,) = of.endpoints("bob@lab.example", now=0.0)
    assert endpoint.methods == METHOD_BITS["INVITE"] | METHOD_BITS["MESSAGE"]
    assert endpoint.extra_methods == ("PUBLISH",)
    assert (endpoint.epid, endpoint.instance) == ("", None)


def test_known_users_are_at_home_in_this_pool() -> None:
    of = surroundings()
    ask = {"is_phone": False, "cluster": "UserServices"}
    assert of.home_server("bob@lab.example", **ask) == "pool01.lab.example"  # type: ignore[arg-type]
    assert of.home_server("dave@lab.example", **ask) is None  # type: ignore[arg-type]
    assert of.home_server("frontdesk@lab.example", **ask) is None  # type: ignore[arg-type]
    assert (
        of.home_server("+12065550142", is_phone=True, cluster="UserServices")
        == "pool01.lab.example"
    )


def test_domains_are_served_and_the_empty_one_asks_for_a_registrar() -> None:
    assert surroundings().serves("LAB.example")
    assert surroundings().serves("")
    assert not surroundings().serves("else.example")


def test_a_pool_of_one_is_a_home_server() -> None:
    assert surroundings().role == "FrontEnd"
    assert surroundings("fe01.lab.example").role == "HomeServer"
