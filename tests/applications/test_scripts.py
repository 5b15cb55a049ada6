"""The scripts of data/scripts do what their README says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mspllab.applications.application import Application, check
from mspllab.applications.run import Run
from mspllab.cores.decision import Reply
from mspllab.errors import MsplCheckError
from mspllab.mspl.diagnostics import Severity
from mspllab.sip.message import Request

SCRIPTS = Path(__file__).resolve().parents[2] / "data" / "scripts"
FILES = sorted(SCRIPTS.glob("*.am"))
BROKEN = {"secret-filter-misnamed", "broken", "reroute-space-before"}
"""Scripts that do not load, on purpose."""
DOUBTFUL = {
    "notify-only",
    "reroute-swallows",
    "swallows-answers",
    "ten-strikes",
    "vip-line",
}
"""Scripts that load and lose messages, on purpose; the checker warns of it."""
GRUU = (
    "sip:app01.lab.example@lab.example;gruu;"
    "opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA"
)
Requests = Callable[..., Request]


def application(name: str) -> Application:
    path = SCRIPTS / f"{name}.am"
    return Application.load(path.read_bytes(), path.name)


def run(name: str, request: Request) -> Run:
    return application(name).run(request)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_script_is_in_the_readme(path: Path) -> None:
    assert f"`{path.name}`" in (SCRIPTS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stem not in BROKEN | DOUBTFUL],
    ids=lambda p: p.stem,
)
def test_no_script_has_more_than_remarks(path: Path) -> None:
    findings = check(path.read_bytes(), path.name)
    assert [f for f in findings if f.severity is not Severity.INFO] == []


@pytest.mark.parametrize("name", sorted(DOUBTFUL))
def test_what_loses_messages_is_warned_of(name: str) -> None:
    findings = check((SCRIPTS / f"{name}.am").read_bytes(), f"{name}.am")
    assert Severity.WARNING in {finding.severity for finding in findings}


def test_every_script_has_an_app_uri_of_its_own() -> None:
    uris = [application(p.stem).app_uri for p in FILES if p.stem not in BROKEN]
    assert len(set(uris)) == len(uris)


def test_pass_through_lets_default_routing_decide(invite: Requests) -> None:
    assert run("pass-through", invite()).outcome == "proxied"


def test_drop_says_so_and_lets_go(invite: Requests) -> None:
    ran = run("drop", invite())
    assert ran.outcome == "dropped"
    assert ran.log[0].lines == ("seen and forgotten: ", "sip:bob@lab.example")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"a SeCrEt plan", "dropped"),
        (b"nothing of the sort", "proxied"),
        (b"", "proxied"),
    ],
)
@pytest.mark.parametrize("method", ["INVITE", "MESSAGE"])
def test_the_secret_filter_holds_back_the_word(
    invite: Requests, method: str, body: bytes, outcome: str
) -> None:
    request = invite(method, body=body, route=("<sip:fe01.lab.example;lr>",))
    assert run("secret-filter", request).outcome == outcome


def test_the_misnamed_function_is_reported_helpfully() -> None:
    with pytest.raises(MsplCheckError) as error:
        application("secret-filter-misnamed")
    first = str(error.value).splitlines()[0]
    assert first == (
        "secret-filter-misnamed.am:12:14: error MSPL201: unknown function Contains; "
        "did you mean ContainsString?"
    )


@pytest.mark.parametrize("name", ["reroute", "redirect-avoided"])
def test_rerouted_calls_keep_their_to(invite: Requests, name: str) -> None:
    ran = run(name, invite())
    assert (ran.outcome, ran.targets) == ("routed", (GRUU,))
    assert ran.message.headers.get("To") == "<sip:bob@lab.example>"


def test_calls_for_others_are_not_rerouted(invite: Requests) -> None:
    request = invite(uri="sip:carol@lab.example", to="<sip:carol@lab.example>")
    assert run("reroute", request).outcome == "proxied"


def test_other_callers_are_logged_and_redirected(invite: Requests) -> None:
    ran = run("authorised-caller", invite())
    contact = ("Contact", "<sip:frontdesk@lab.example>")
    assert ran.response == Reply(302, "Moved Temporarily", (contact,))
    assert [entry.channel for entry in ran.log] == ["Debugr"]


@pytest.mark.parametrize(
    "from_",
    [
        "<sip:vip@lab.example>;tag=1",
        "<sip:vip@lab.example.evil.example>;tag=1",
        '"sip:vip@lab.example" <sip:eve@evil.example>;tag=1',
    ],
)
def test_the_authorised_caller_passes_and_so_do_pretenders(
    invite: Requests, from_: str
) -> None:
    assert run("authorised-caller", invite(from_=from_)).outcome == "proxied"


def test_a_redirected_caller_is_not_redirected_again(invite: Requests) -> None:
    request = invite(uri="sip:frontdesk@lab.example")
    assert run("authorised-caller", request).outcome == "proxied"


CARRIERS = {
    "redirect-plain": (("Contact", "<sip:frontdesk@lab.example>"),),
    "redirect-history-info": (
        ("Contact", "<sip:frontdesk@lab.example>"),
        ("History-Info", "<sip:bob@lab.example>;index=1"),
    ),
    "redirect-referred-by": (
        ("Contact", "<sip:frontdesk@lab.example>"),
        ("Referred-By", "<sip:bob@lab.example>"),
    ),
    "redirect-diversion": (
        ("Contact", "<sip:frontdesk@lab.example>"),
        ("Diversion", "<sip:bob@lab.example>;reason=unconditional;counter=1"),
    ),
    "redirect-uri-header": (
        ("Contact", "<sip:frontdesk@lab.example?X-Orig=sip%3Abob%40lab.example>"),
    ),
    "redirect-uri-parameter": (("Contact", "<sip:frontdesk@lab.example;x-orig=bob>"),),
    "redirect-alias": (("Contact", "<sip:frontdesk+bob@lab.example>"),),
}


@pytest.mark.parametrize("name", CARRIERS)
def test_each_carrier_puts_bob_somewhere_else(invite: Requests, name: str) -> None:
    ran = run(name, invite())
    assert ran.response == Reply(302, "Moved Temporarily", CARRIERS[name])


@pytest.mark.parametrize("name", CARRIERS)
def test_no_carrier_redirects_a_call_that_is_not_for_bob(
    invite: Requests, name: str
) -> None:
    request = invite(uri="sip:frontdesk@lab.example", to="<sip:bob@lab.example>")
    assert run(name, request).outcome == "unhandled"


def test_there_is_a_test_for_every_carrier() -> None:
    carriers = {path.stem for path in FILES if path.stem.startswith("redirect-")}
    assert carriers == {*CARRIERS, "redirect-avoided", "redirect-stripped"}
