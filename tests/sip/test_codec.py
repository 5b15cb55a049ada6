"""bytes ↔ message (RFC 3261 §7, §18.3)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import ParseError
from mspllab.sip import build
from mspllab.sip.codec import MAX_HEAD, check, decode, encode, verdict
from mspllab.sip.message import Message, Request, Response

MESSAGES = Path(__file__).resolve().parents[2] / "data" / "messages"
FILES = sorted(MESSAGES.glob("*.sip"))
HEAD = (
    b"OPTIONS sip:bob@lab.example SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1\r\n"
    b"From: <sip:alice@lab.example>;tag=1\r\n"
    b"To: <sip:bob@lab.example>\r\n"
    b"Call-ID: c\r\n"
    b"CSeq: 1 OPTIONS\r\n"
)


def message(*lines: str, body: bytes = b"", start: str = "") -> bytes:
    """The bytes of an OPTIONS with further header lines, or another start line."""
    head = HEAD if not start else start.encode() + HEAD[HEAD.index(b"\r\n") :]
    return head + "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_message_of_the_lab_is_fine_and_comes_back_whole(path: Path) -> None:
    data = path.read_bytes()
    assert verdict(data).reason == ""
    assert encode(decode(data)) == data
    rebuilt = decode(data).replace(headers=decode(data).headers)
    assert encode(rebuilt) == data


def test_rule_001_a_start_line_has_three_parts_and_single_spaces() -> None:
    request = decode(message())
    assert isinstance(request, Request)
    assert (request.method, request.uri) == ("OPTIONS", "sip:bob@lab.example")
    for line in (
        "OPTIONS  sip:bob@lab.example SIP/2.0",
        "OPTIONS sip:bob@lab.example SIP/2.0 ",
        "OPTIONS sip:bob@lab.example; lr SIP/2.0",
        "OPTIONS <sip:bob@lab.example> SIP/2.0",
    ):
        assert verdict(message(start=line)).status == 400


@pytest.mark.parametrize("line", ["HELLO", "OPTIONS sip:a@b HTTP/1.1", "a: b", "\x00"])
def test_rule_001_what_has_no_start_line_is_no_message(line: str) -> None:
    with pytest.raises(ParseError, match="start line"):
        decode(message(start=line))


@pytest.mark.parametrize("reason", ["", "OK", "  two  spaces ", "Хорошо ☎"])
def test_rule_002_a_reason_phrase_may_be_anything(reason: str) -> None:
    response = decode(message(start=f"SIP/2.0 200 {reason}"))
    assert isinstance(response, Response)
    assert (response.status, response.reason) == (200, reason)


@pytest.mark.parametrize("line", ["SIP/2.0 200", "SIP/2.0 2000 OK", "SIP/2.0 099 x"])
def test_rule_002_a_status_line_is_exact_or_dropped(line: str) -> None:
    outcome = verdict(message(start=line))
    assert (outcome.message, outcome.status) == (None, None)
    assert "status line" in outcome.reason


def test_rule_003_the_version_is_case_blind_and_must_be_two() -> None:
    assert verdict(message(start="OPTIONS sip:bob@lab.example sip/2.0")).is_fine
    assert verdict(message(start="OPTIONS sip:bob@lab.example SIP/3.0")).status == 505


def test_rule_004_any_token_is_a_method() -> None:
    odd = message(start="%4d+`~! sip:bob@lab.example SIP/2.0")
    assert verdict(odd.replace(b"1 OPTIONS", b"1 %4d+`~!")).is_fine
    assert verdict(odd.replace(b"%4d+`~!", b"ME(TH)OD")).status == 400


def test_rule_013_bytes_after_content_length_are_dropped() -> None:
    whole = message("Content-Length: 2", body=b"hello")
    assert decode(whole).body == b"he"
    assert encode(decode(whole)) == whole[:-3]


def test_rule_013_without_content_length_a_datagram_is_all_body() -> None:
    assert decode(message(body=b"hello")).body == b"hello"
    with pytest.raises(ParseError, match="streams need"):
        decode(message(body=b"hello"), stream=True)


@pytest.mark.parametrize("length", ["6", "-1", "five", "", "9" * 5000])
def test_rule_013_a_wrong_length_is_400_and_a_response_is_dropped(length: str) -> None:
    data = message(f"Content-Length: {length}", body=b"hello")
    assert verdict(data).status == 400
    assert verdict(data).message is not None
    with pytest.raises(ParseError, match="Content-Length"):
        decode(data)
    answer = verdict(
        data.replace(b"OPTIONS sip:bob@lab.example SIP/2.0", b"SIP/2.0 200 ")
    )
    assert answer.status is None
    assert not answer.is_fine


def test_rule_014_line_ends_before_the_start_line_are_ignored() -> None:
    assert decode(b"\r\n\r\n" + message()) == decode(message())


def test_rule_014_an_empty_line_ends_the_header() -> None:
    with pytest.raises(ParseError, match="an empty line"):
        decode(HEAD)


def test_lines_that_end_in_lf_alone_are_read_and_given_back() -> None:
    data = message("Subject: one", " two", body=b"x").replace(b"\r\n", b"\n")
    read = decode(data)
    assert read.headers.get("Subject") == "one two"
    assert encode(read) == data
    assert encode(read.with_header("Expires", "1")).count(b"\r\n") == 10


def test_octets_that_are_no_utf8_survive() -> None:
    data = HEAD + b"Subject: caf\xe9 \xff\r\n\r\n\x00\xff"
    read = decode(data)
    assert encode(read) == data
    assert b"Subject: caf\xe9 \xff\r\n" in encode(read.with_header("Expires", "1"))


def test_ten_megabytes_of_header_are_refused_at_once() -> None:
    huge = message(f"Subject: {'x' * 10_000_000}")
    outcome = verdict(huge)
    assert outcome.status == 513
    assert f"within the first {MAX_HEAD} bytes" in outcome.reason
    assert len(outcome.reason) < 300


def test_ten_megabytes_of_rubbish_are_dropped_at_once() -> None:
    outcome = verdict(b"\x00\xff" * 5_000_000)
    assert (outcome.message, outcome.status) == (None, None)
    assert "a SIP start line" in outcome.reason


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\n\n", b"\x00", b"SIP/2.0 200 OK"])
def test_next_to_nothing_is_an_error_and_no_crash(data: bytes) -> None:
    with pytest.raises(ParseError):
        decode(data)


def test_rule_033_an_unknown_scheme_is_416_but_not_a_fault_of_the_message() -> None:
    data = message(start="OPTIONS urn:service:sos SIP/2.0")
    assert verdict(data).status == 416
    check(decode(data))


def test_check_raises_the_gravest_problem() -> None:
    with pytest.raises(ParseError, match="SIP version") as caught:
        check(decode(message("Date: never", start="OPTIONS sip:b@lab.example SIP/7.0")))
    assert caught.value.status_hint == 505


@given(st.binary(max_size=400))
def test_whatever_arrives_is_a_message_or_a_parse_error(data: bytes) -> None:
    outcome = verdict(data)
    assert outcome.is_fine == (outcome.reason == "")


SIGNS = [bytes([sign]) for sign in b'\r\n\t "<>;,:=%\\\x00\xff*@[?']
FRAGMENTS = st.sampled_from([*SIGNS, b"\r\n", b"SIP/2.0", b"sip:", b"9" * 30])


@given(st.data())
def test_a_damaged_message_is_refused_or_goes_on_as_a_good_one(
    data: st.DataObject,
) -> None:
    bad = data.draw(st.sampled_from(FILES)).read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(bad)))
        rest = bad[place + data.draw(st.integers(0, 5)) :]
        bad = bad[:place] + data.draw(FRAGMENTS) + rest

    outcome = verdict(bad)

    if outcome.message is not None:
        assert bad.lstrip(b"\r\n").startswith(outcome.message.encode())
    if outcome.message is not None and outcome.is_fine:
        for offspring in offsprings(outcome.message):
            assert verdict(offspring.encode()).reason == ""


def offsprings(good: Message) -> list[Message]:
    """What elements make of a message that passed: the next hop, answers, a CANCEL."""
    headers = good.headers.prepended("Via", "SIP/2.0/UDP a;branch=z9hG4bK1")
    made: list[Message] = [good.replace(headers=headers.with_("Max-Forwards", "1"))]
    if isinstance(good, Request):
        made += [build.response(good, 180, to_tag="t"), build.cancel(good)]
    return made
