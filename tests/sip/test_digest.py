"""Challenges and credentials (RFC 2617 §3.5, RFC 8760, RFC 7616 §3.9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import BuildError, ParseError
from mspllab.sip.digest import ALGORITHMS, Challenge, Credentials, answer, is_digest

ROUND = Challenge("lab.example", "n-1", qop=("auth",), opaque="o")
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=12)


def answered(challenge: Challenge, **more: object) -> Credentials:
    """Alice's answer to `challenge`."""
    known = {
        "username": "alice",
        "password": "secret",
        "method": "INVITE",
        "uri": "sip:bob@lab.example",
        "cnonce": "c-1",
    }
    return answer(challenge, **{**known, **more})  # type: ignore[arg-type]


def test_rule_044_the_worked_example_of_rfc_2617_comes_out() -> None:
    challenge = Challenge.parse(
        'Digest realm="testrealm@host.com", qop="auth,auth-int", '
        'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )

    made = answer(
        challenge,
        username="Mufasa",
        password="Circle Of Life",
        method="GET",
        uri="/dir/index.html",
        cnonce="0a4f113b",
    )

    assert made.response == "6629fae49393a05397450978507c4ef1"
    assert (made.qop, made.nonce_count) == ("auth", 1)


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_rule_044_and_those_of_rfc_7616(algorithm: str, response: str) -> None:
    challenge = Challenge(
        "http-auth@example.org",
        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        algorithm,
        ("auth", "auth-int"),
        "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
    )

    made = answer(
        challenge,
        username="Mufasa",
        password="Circle of Life",
        method="GET",
        uri="/dir/index.html",
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )

    assert made.response == response
    assert made.fits("Circle of Life", "GET")


def test_without_qop_there_is_neither_count_nor_cnonce() -> None:
    made = answered(Challenge("lab.example", "n-1"))

    assert (made.qop, made.nonce_count, made.cnonce) == (None, 0, None)
    assert "nc=" not in str(made)
    assert made.fits("secret", "INVITE")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("qop", [(), ("auth",), ("auth-int",)])
def test_only_the_right_password_method_and_uri_fit(
    algorithm: str, qop: tuple[str, ...]
) -> None:
    made = answered(ROUND._replace(algorithm=algorithm, qop=qop), body=b"offer")

    assert made.fits("secret", "INVITE", b"offer")
    assert not made.fits("Secret", "INVITE", b"offer")
    assert not made.fits("secret", "REGISTER", b"offer")
    assert not made._replace(uri="sip:x@lab.example").fits("secret", "INVITE", b"offer")
    assert not made._replace(nonce="n-2").fits("secret", "INVITE", b"offer")


def test_only_auth_int_looks_at_the_body() -> None:
    whole = answered(ROUND._replace(qop=("auth-int",)), body=b"offer")
    line = answered(ROUND, body=b"offer")

    assert not whole.fits("secret", "INVITE", b"changed")
    assert line.fits("secret", "INVITE", b"changed")


def test_a_longer_count_is_another_answer() -> None:
    once, twice = answered(ROUND), answered(ROUND, nonce_count=2)

    assert once.response != twice.response
    assert "nc=00000002" in str(twice)


@given(WORDS, WORDS, WORDS, st.sampled_from(["auth", "auth-int"]))
def test_text_value_and_the_same_text(realm: str, nonce: str, o: str, qop: str) -> None:
    challenge = Challenge(realm, nonce, "SHA-256", (qop,), o, is_stale=True)
    credentials = answered(challenge)

    assert Challenge.parse(str(challenge)) == challenge
    assert Credentials.parse(str(credentials)) == credentials
    assert str(Credentials.parse(str(credentials))) == str(credentials)


def test_spacing_order_letter_case_and_unknown_parameters_do_not_matter() -> None:
    text = 'DIGEST  Nonce = "n,1" ,, realm="a \\"lab\\"",new=1, STALE=True,qop=auth'
    challenge = Challenge.parse(text)

    assert challenge == Challenge('a "lab"', "n,1", qop=("auth",), is_stale=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Basic realm=x",
        "Digest",
        'Digest realm="x"',
        'Digest realm="x',
        'Digest realm="x" nonce="y"',
        'Digest realm="x", nonce="y", nonce="z"',
        'Digestrealm="x", nonce="y"',
    ],
)
def test_what_is_no_challenge_says_so(text: str) -> None:
    with pytest.raises(ParseError):
        Challenge.parse(text)


def test_a_count_that_is_no_number_is_an_error() -> None:
    text = str(answered(ROUND)).replace("nc=00000001", "nc=zz")

    with pytest.raises(ParseError, match="eight hex digits"):
        Credentials.parse(text)


@pytest.mark.parametrize(
    "challenge", [ROUND._replace(algorithm="SHA-1"), ROUND._replace(qop=("token",))]
)
def test_what_cannot_be_computed_is_not_answered(challenge: Challenge) -> None:
    assert not challenge.is_understood
    with pytest.raises(BuildError):
        answered(challenge)


@pytest.mark.parametrize("wrong", [{"algorithm": "SHA-1"}, {"qop": "token"}])
def test_credentials_of_unknown_kinds_prove_nothing(wrong: dict[str, str]) -> None:
    assert not answered(ROUND)._replace(**wrong).fits("secret", "INVITE")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Digest a=b", True),
        (" digest\ta=b", True),
        ("NoOneKnows x=y", False),
        ("", False),
    ],
)
def test_the_scheme_is_told_by_its_first_word(text: str, is_one: bool) -> None:
    assert is_digest(text) is is_one
