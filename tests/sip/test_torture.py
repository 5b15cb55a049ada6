"""The cases of RFC 4475 and some of our own: `data/messages/torture`."""

import re
from pathlib import Path

import pytest

from mspllab.sip.body import parts
from mspllab.sip.codec import decode, verdict
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.uri import SipUri, aor_key, rfc3261_equal

TORTURE = Path(__file__).resolve().parents[2] / "data" / "messages" / "torture"
README = (TORTURE / "README.md").read_text(encoding="utf-8")
VERDICTS = dict(re.findall(r"^\| `(\S+)\.sip` \|.*\| (\S+) \|[^|]*\|$", README, re.M))
FINE = [name for name, word in VERDICTS.items() if word == "fine"]


def torture(name: str) -> Message:
    return decode((TORTURE / f"{name}.sip").read_bytes())


def test_every_file_is_in_the_table_and_the_other_way_round() -> None:
    assert set(VERDICTS) == {path.stem for path in TORTURE.glob("*.sip")}


@pytest.mark.parametrize(("name", "expected"), VERDICTS.items(), ids=list(VERDICTS))
def test_the_verdict_is_that_of_the_table(name: str, expected: str) -> None:
    outcome = verdict((TORTURE / f"{name}.sip").read_bytes())
    said = "fine" if outcome.is_fine else str(outcome.status or "drop")
    assert (said, bool(outcome.reason)) == (expected, expected != "fine")


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_comes_back_whole(name: str) -> None:
    data = (TORTURE / f"{name}.sip").read_bytes()
    assert data.startswith(torture(name).encode())
    edited = torture(name).headers.with_("Max-Forwards", "1")
    for line in edited.lines:
        if not line.startswith("Max-Forwards"):
            assert line.encode("utf-8", "surrogateescape") in data


def test_rule_006_wsinv_reads_like_its_plain_twin() -> None:
    message = torture("wsinv")
    assert (message.from_.display_name, message.from_tag) == ('A. "Lab"', "a-5")
    assert message.to_tag == "b-5"
    assert [via.branch for via in message.via] == [f"z9hG4bKws{n}" for n in (1, 2, 3)]
    assert [via.transport for via in message.via] == ["UDP", "TCP", "UDP"]
    assert message.max_forwards == 68
    assert str(message.cseq) == "9 INVITE"
    assert (
        message.headers.get("LabHeader") == "a lab value carried over to the next line"
    )
    assert message.headers.get("Subject") == ""
    assert message.contact[0].params.get("q") == "0.33"
    assert message.sdp is not None


def test_rule_025_esc01_an_escaped_at_sign_is_part_of_the_user() -> None:
    message = torture("esc01")
    assert isinstance(message, Request)
    uri = message.request_uri
    assert isinstance(uri, SipUri)
    assert (uri.user, uri.host) == ("sips%3Abob%40lab.example", "other.example")
    assert rfc3261_equal(message.to.uri, "sip:user@lab.example")
    assert not rfc3261_equal(uri, "sip:sips:bob%40lab.example@other.example")


def test_rule_025_escnull_two_contacts_stay_two() -> None:
    one, other = torture("escnull").contact
    assert not rfc3261_equal(one.uri, other.uri)
    assert aor_key(torture("escnull").to.uri) == "nil\x00nil@lab.example"


def test_rule_004_esc02_a_percent_in_a_method_is_no_escape() -> None:
    assert torture("esc02").method == "RE%47I%53TER"


def test_rule_011_intmeth_quoted_control_characters_are_read() -> None:
    assert torture("intmeth").to.display_name == "bell \x07 nothing \x00 rubout \x7f"


def test_rule_013_dblreq_holds_one_message() -> None:
    assert (torture("dblreq").method, torture("dblreq").body) == ("REGISTER", b"")


def test_rule_010_cparam_brackets_decide_whose_parameter_it_is() -> None:
    outside, inside = (torture(f"cparam0{n}").contact[0] for n in (1, 2))
    assert outside.params.has("labparam")
    assert isinstance(inside.uri, SipUri)
    assert inside.uri.params.has("labparam")
    assert not inside.params


def test_rule_002_reasons_may_be_cyrillic_or_nothing() -> None:
    unreason, noreason = torture("unreason"), torture("noreason")
    assert isinstance(unreason, Response)
    assert unreason.reason.startswith("Хорошо")
    assert isinstance(noreason, Response)
    assert (noreason.status, noreason.reason) == (100, "")


def test_rule_020_mpart01_has_two_parts() -> None:
    message = torture("mpart01")
    assert len(parts(message.headers, message.body)) == 2


def test_rule_075_a_bare_cookie_counts_as_none() -> None:
    assert not torture("badbranch").top_via.has_cookie
