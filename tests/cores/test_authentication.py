"""Challenges and credentials at servers (RFC 3261 §22)."""

from random import Random

import pytest

from mspllab.cores.authentication import NONCE_LIFETIME, Authenticator
from mspllab.cores.decision import Forward, Reply, Target
from mspllab.sip import build
from mspllab.sip.digest import Challenge, answer
from mspllab.sip.message import Request
from tests.cores.wires import BOB, Lab, contact

VIA = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bK"
PASSWORDS = {"alice": "wonder", "bob": "builder"}


def request(method: str = "INVITE", *, tag: str = "", **more: str) -> Request:
    headers = [(name.replace("_", "-"), value) for name, value in more.items()]
    uri = "sip:lab.example" if method == "REGISTER" else BOB
    return build.request(
        method,
        uri,
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<{BOB}>{tag and f';tag={tag}'}",
        call_id="auth@lab.example",
        cseq=1,
        via=VIA + str(len(headers)),
        headers=headers,
    )


def authenticator(**more: object) -> Authenticator:
    return Authenticator(
        realm="lab.example",
        passwords=PASSWORDS,
        chance=Random(1),
        **more,  # type: ignore[arg-type]
    )


def challenge_in(reply: Reply | None) -> Challenge:
    """The challenge that a 401 or 407 brings."""
    assert reply is not None
    [(_, text)] = reply.headers
    return Challenge.parse(text)


def credentials(challenge: Challenge, method: str = "INVITE", **more: object) -> str:
    """Alice's right answer, but for what is said otherwise."""
    known = {"username": "alice", "password": "wonder", "uri": BOB, "cnonce": "c"}
    return str(answer(challenge, method=method, **{**known, **more}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "status", "field"),
    [
        ("INVITE", 407, "Proxy-Authenticate"),
        ("MESSAGE", 407, "Proxy-Authenticate"),
        ("REGISTER", 401, "WWW-Authenticate"),
    ],
)
def test_rule_044_proxies_ask_with_407_and_registrars_with_401(
    method: str, status: int, field: str
) -> None:
    reply = authenticator().refusal(request(method), now=0.0)

    assert reply is not None
    assert (reply.status, reply.headers[0][0]) == (status, field)
    assert challenge_in(reply).realm == "lab.example"


@pytest.mark.parametrize("method", ["ACK", "CANCEL"])
def test_rule_061_neither_ack_nor_cancel_is_ever_challenged(method: str) -> None:
    assert authenticator().refusal(request(method), now=0.0) is None


def test_within_a_dialog_nobody_is_asked_again() -> None:
    assert authenticator().refusal(request("BYE", tag="b"), now=0.0) is None


def test_rule_044_the_right_answer_is_let_through_once_for_each_count() -> None:
    asked = authenticator()
    challenge = challenge_in(asked.refusal(request(), now=0.0))
    first = request(Proxy_Authorization=credentials(challenge))
    second = request(Proxy_Authorization=credentials(challenge, nonce_count=2))

    assert asked.refusal(first, now=1.0) is None
    assert asked.refusal(second, now=2.0) is None
    assert challenge_in(asked.refusal(second, now=3.0)).is_stale


def test_rule_044_an_answer_that_comes_too_late_is_only_stale() -> None:
    asked = authenticator()
    challenge = challenge_in(asked.refusal(request(), now=0.0))
    late = request(Proxy_Authorization=credentials(challenge))

    again = challenge_in(asked.refusal(late, now=NONCE_LIFETIME + 1))

    assert again.is_stale
    assert again.nonce != challenge.nonce


@pytest.mark.parametrize(
    "wrong",
    [{"password": "guess"}, {"username": "nobody"}, {"method": "MESSAGE"}],
)
def test_rule_044_a_wrong_answer_is_asked_anew_and_is_not_stale(
    wrong: dict[str, str],
) -> None:
    asked = authenticator()
    challenge = challenge_in(asked.refusal(request(), now=0.0))
    bad = request(Proxy_Authorization=credentials(challenge, **wrong))

    again = asked.refusal(bad, now=1.0)

    assert again is not None
    assert again.status == 407
    assert not challenge_in(again).is_stale


def test_who_proves_to_be_bob_cannot_call_as_alice() -> None:
    asked = authenticator()
    challenge = challenge_in(asked.refusal(request(), now=0.0))
    text = credentials(challenge, username="bob", password="builder")

    assert asked.refusal(request(Proxy_Authorization=text), now=1.0) == Reply(403)


@pytest.mark.parametrize(
    "text",
    [
        "NoOneKnowsThisScheme a=b",
        "Digest",
        'Digest username="alice",realm="else.example",nonce="n",uri="x",response="y"',
    ],
)
def test_regaut01_credentials_of_another_scheme_or_realm_count_as_none(
    text: str,
) -> None:
    reply = authenticator().refusal(request(Proxy_Authorization=text), now=0.0)

    assert reply is not None
    assert reply.status == 407


def test_only_those_it_is_to_ask_are_asked() -> None:
    asked = authenticator(domains=("Else.example",))
    stranger = request().with_header("From", "<sip:alice@else.example>;tag=a")

    assert asked.refusal(request(), now=0.0) is None
    assert asked.refusal(stranger, now=0.0) is not None


def test_what_was_said_to_this_realm_goes_no_further_and_the_rest_does() -> None:
    ours = credentials(Challenge("lab.example", "n"))
    theirs = credentials(Challenge("else.example", "n"))
    message = request(Proxy_Authorization=ours)
    both = message.replace(headers=message.headers.added("Proxy-Authorization", theirs))

    passed = authenticator().consumed(both)

    assert passed.headers.all("Proxy-Authorization") == (theirs,)
    assert authenticator().consumed(request()) == request()


def test_nonces_are_forgotten_when_they_are_old() -> None:
    asked = authenticator()
    for moment in range(5):
        asked.refusal(request(), now=moment * NONCE_LIFETIME)

    assert len(asked._issued) == 2


def test_rule_108_a_proxy_asks_after_all_other_checks_and_forwards_what_is_proved(
    trio: Lab,
) -> None:
    trio.proxy(authenticator=authenticator())
    trio.router.decisions[BOB] = Forward(Target(contact("bob")))
    trio.inject(request(Proxy_Require="x"), into="proxy")
    trio.inject(request(), into="proxy")
    challenged = trio.wires.all("407 INVITE")[0]
    challenge = Challenge.parse(challenged.headers.get("Proxy-Authenticate") or "")

    proved = request(Proxy_Authorization=credentials(challenge), X_More="1", Y="2")
    trio.inject(proved, into="proxy")

    finals = [t for t in trio.wires.sent(by="proxy") if t[0] in "456"]
    assert finals == ["420 INVITE", "407 INVITE"]
    copy = trio.wires.one("INVITE", to="bob")
    assert "Proxy-Authorization" not in copy.headers
