"""Which messages of a trace a manifest lets in (lync-routing §1.2; mspl.md §6.6)."""

from pathlib import Path

import pytest

from mspllab.applications.application import Application
from mspllab.applications.surroundings import Surroundings
from mspllab.scenario.application_files import load
from mspllab.scenario.run import play
from mspllab.trace.trace import Trace
from mspllab.views.checklist import Checked, checklist

DATA = Path(__file__).resolve().parents[2] / "data"
MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest lc:appUri="http://www.lab.example/try"
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05">
{filters}
<lc:splScript><![CDATA[ Log("Debugr", false, "here"); ]]></lc:splScript>
</lc:applicationManifest>
"""


@pytest.fixture(scope="module")
def chat() -> Trace:
    return play(DATA / "scenarios" / "chat-filter.toml")


def manifest(filters: str = "") -> Application:
    return Application.load(MANIFEST.replace("{filters}", filters), "try.am")


def by_what(script: Application, trace: Trace) -> dict[str, Checked]:
    return {one.what: one for one in checklist(script, trace).messages}


def test_every_message_that_reached_the_server_has_its_row(chat: Trace) -> None:
    found = checklist(load(DATA / "scripts" / "secret-filter.am"), chat)

    assert [one.n for one in found.messages] == [
        hop.n for hop in chat.hops if hop.destination == "fe01"
    ]
    assert found.seen == (1, 11, 15)


def test_a_row_names_the_attribute_that_kept_the_message_out(chat: Trace) -> None:
    rows = by_what(manifest('<lc:requestFilter methodNames="INVITE,BYE"/>'), chat)

    assert rows["ACK"].kept_out_by == "methodNames"
    assert rows["BYE"].kept_out_by == "strictRoute"
    assert (
        rows["MESSAGE"].why == "methodNames of its requestFilter does not list MESSAGE"
    )
    assert rows["MESSAGE"].then == "on to the next application"


def test_answers_are_held_against_the_response_filter(chat: Trace) -> None:
    rows = by_what(manifest('<lc:responseFilter reasonCodes="2nn"/>'), chat)

    assert rows["200 OK (INVITE)"].is_seen
    assert rows["180 Ringing (INVITE)"].kept_out_by == "reasonCodes"


def test_without_filters_everything_but_what_has_a_fixed_way_is_seen(
    chat: Trace,
) -> None:
    found = checklist(manifest(), chat)

    kept_out = {one.what: one.kept_out_by for one in found.messages if not one.is_seen}
    assert kept_out == dict.fromkeys(("ACK", "MESSAGE", "BYE"), "strictRoute")
    assert found.settings == (
        'requestFilter methodNames="ALL"',
        'responseFilter reasonCodes="ALL"',
        'proxyByDefault action="true"',
    )


@pytest.mark.parametrize(
    ("action", "then"),
    [
        ("true", "unless handled: on to the next application"),
        ("false", "unless handled: dropped, for proxyByDefault is false"),
    ],
)
def test_of_a_script_that_took_no_part_the_default_is_told(
    chat: Trace, action: str, then: str
) -> None:
    script = manifest(f'<lc:proxyByDefault action="{action}"/>')

    assert by_what(script, chat)["INVITE"].then == then


def test_of_a_script_that_took_part_it_is_told_what_it_did(chat: Trace) -> None:
    script = load(DATA / "scripts" / "secret-filter.am")
    done = {one.n: one.then for one in checklist(script, chat).messages if one.is_seen}

    assert done == {
        1: "proxied, line 14",
        11: "proxied, line 14",
        15: "not handled: dropped, for proxyByDefault is false",
    }


def test_what_concerns_one_hop_or_the_server_itself_is_offered_to_nobody() -> None:
    calls = play(DATA / "scenarios" / "chain.toml")
    script = load(DATA / "scripts" / "vip-line.am")

    rows = {one.n: one for one in checklist(script, calls).messages}
    cancel = next(one for one in rows.values() if one.what == "CANCEL")

    assert cancel.is_seen is None
    assert "one hop only" in cancel.why
    assert rows[15].then == "responded 603 The director takes no calls, line 17"
    assert rows[18].why == "the server deals with it before any application"


def test_who_serves_which_domain_can_be_told(chat: Trace) -> None:
    class Elsewhere(Surroundings):
        def serves(self, domain: str) -> bool:
            return False

    script = manifest('<lc:requestFilter domainSupported="true"/>')
    rows = checklist(script, chat, surroundings=Elsewhere()).messages

    assert rows[0].kept_out_by == "domainSupported"
    assert checklist(script, chat).messages[0].is_seen


def test_it_shows_itself_as_text_and_as_html(chat: Trace) -> None:
    found = checklist(manifest(), chat)

    assert str(found).splitlines()[5].split() == [
        *("n", "time", "message", "the", "script", "why", "and", "then")
    ]
    assert found._repr_html_().count("<tr>") == 1 + len(found.messages)
    assert "methodNames=&quot;ALL&quot;" in found._repr_html_()


def test_a_trace_without_a_front_end_has_nothing_to_check() -> None:
    assert checklist(manifest(), Trace()).messages == ()
