from collections.abc import Callable

import pytest

from mspllab.applications.builtins.log import log
from mspllab.applications.hosting.host import Host
from mspllab.sip.message import Request
from tests.applications.builtins.bench import ran


def test_every_text_is_a_line_of_its_own(host: Callable[..., Host]) -> None:
    run = host()
    run.lines.append((12,))
    log(run, "Debugr", False, "from", None, "alice")
    (entry,) = run.log
    assert entry[:3] == ("Debugr", ("from", "", "alice"), 12)


def test_log_without_texts_is_an_empty_entry(host: Callable[..., Host]) -> None:
    run = host()
    log(run, None, False)
    (entry,) = run.log
    assert entry[:3] == ("", (), 0)


def test_every_entry_has_the_six_facts(host: Callable[..., Host]) -> None:
    run = host(now=1.5)
    log(run, "Debugr", False)
    assert run.log[0].about == (
        "http://lab.example/apps/one",
        "1.500 s",
        "INVITE",
        "sip:bob@lab.example",
        '"Alice" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5',
        "<sip:bob@lab.example>",
    )


@pytest.mark.parametrize(
    ("channel", "severity"),
    [
        ("Event", "warning"),
        ("Error", "error"),
        ("Debugr", "debug"),
        ("Debug", "debug"),
        ("error", "debug"),
        ("", "debug"),
        (None, "debug"),
    ],
)
def test_the_channel_says_where_an_entry_goes(
    host: Callable[..., Host], channel: str | None, severity: str
) -> None:
    run = host()
    log(run, channel, False, "seen")
    assert run.log[0].severity == severity


def test_detail_adds_the_headers_but_not_the_body(
    host: Callable[..., Host], invite: Callable[..., Request]
) -> None:
    run = host(invite(body=b"v=0\r\n"))
    log(run, "Event", True, "seen")
    (entry,) = run.log
    assert entry.lines[:2] == ("seen", "INVITE sip:bob@lab.example SIP/2.0")
    assert "Content-Length: 5" in entry.lines
    assert not any("v=0" in line for line in entry.lines)


def test_a_head_that_was_logged_is_that_of_the_message_as_it_stood() -> None:
    run = ran('Log("t", true); AddHeader("X-A", "1"); Log("t", true); Log("t", true);')
    heads = [entry.lines for entry in run.log]

    assert heads[1] == heads[2] != heads[0]
    assert "X-A: 1" in heads[1]
