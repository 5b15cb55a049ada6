from collections.abc import Callable

from mspllab.applications.builtins.log import log
from mspllab.applications.hosting.host import Host
from mspllab.sip.message import Request
from mspllab.trace.records import LogEntry


def test_every_text_is_a_line_of_its_own(host: Callable[..., Host]) -> None:
    run = host()
    run.lines.append(12)
    log(run, "Debugr", False, "from", None, "alice")
    assert run.log == [LogEntry("Debugr", ("from", "", "alice"), 12)]


def test_log_without_texts_is_an_empty_entry(host: Callable[..., Host]) -> None:
    run = host()
    log(run, None, False)
    assert run.log == [LogEntry("", (), 0)]


def test_detail_adds_the_headers_but_not_the_body(
    host: Callable[..., Host], invite: Callable[..., Request]
) -> None:
    run = host(invite(body=b"v=0\r\n"))
    log(run, "Event", True, "seen")
    (entry,) = run.log
    assert entry.lines[:2] == ("seen", "INVITE sip:bob@lab.example SIP/2.0")
    assert "Content-Length: 5" in entry.lines
    assert not any("v=0" in line for line in entry.lines)
