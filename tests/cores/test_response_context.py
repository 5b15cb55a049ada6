"""Which response goes up (§16.7 steps 6 and 7)."""

import pytest

from mspllab.cores.response_context import (
    Branch,
    ResponseContext,
    best_branch,
    with_all_challenges,
)
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build

INVITE = build.request(
    "INVITE",
    "sip:bob@lab.example",
    from_="<sip:alice@lab.example>;tag=a",
    to="<sip:bob@lab.example>",
    call_id="c1",
    cseq=1,
    via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
)
CONTEXT = ResponseContext("key", INVITE, INVITE, "loop")


def branch(status: int | None, **challenges: str) -> Branch:
    headers = [(name.replace("_", "-"), value) for name, value in challenges.items()]
    made = Branch(CONTEXT, "key", INVITE, Endpoint("192.0.2.101", 5060), status=status)
    if status is not None:
        made.response = build.response(INVITE, status, headers=headers)
    return made


@pytest.mark.parametrize(
    ("statuses", "best"),
    [
        ([486], 486),
        ([503, 407, 501, 404], 407),
        ([404, 302], 302),
        ([404, 603, 302], 603),
        ([603, 600], 603),
        ([486, 480, 404], 486),
        ([404, 480, 486], 404),
        ([404, 484], 484),
        ([500, 486], 486),
        ([503, 500], 503),
        ([408, 487], 408),
        ([420, 401], 420),
    ],
)
def test_rule_119_120_a_6xx_or_the_lowest_class_and_the_earliest_of_equals(
    statuses: list[int], best: int
) -> None:
    found = best_branch([branch(status) for status in statuses])

    assert found is not None and found.status == best


def test_rule_119_without_any_response_there_is_no_best() -> None:
    assert best_branch([]) is None


@pytest.mark.parametrize(
    ("statuses", "best"),
    [([487, 480, 486], 486), ([487, 480], 480), ([487, 404], 487), ([486, 407], 407)],
)
def test_a_ranking_decides_what_the_rfc_leaves_open(
    statuses: list[int], best: int
) -> None:
    found = best_branch([branch(s) for s in statuses], ranking=(486, 480, 487))

    assert found is not None and found.status == best


def test_rule_121_a_challenge_goes_up_with_all_other_challenges() -> None:
    finals = [
        branch(407, Proxy_Authenticate='Digest realm="p"'),
        branch(401, WWW_Authenticate='Digest realm="b"'),
        branch(404, WWW_Authenticate='Digest realm="never"'),
    ]

    response = with_all_challenges(finals[0], finals)

    assert response is not None and response.status == 407
    assert response.headers.all("Proxy-Authenticate") == ('Digest realm="p"',)
    assert response.headers.all("WWW-Authenticate") == ('Digest realm="b"',)


def test_other_responses_go_up_as_they_are() -> None:
    finals = [branch(404), branch(401, WWW_Authenticate="Digest")]

    assert with_all_challenges(finals[0], finals) is finals[0].response


def test_a_context_knows_which_branches_it_waits_for() -> None:
    context = ResponseContext("key", INVITE, INVITE, "loop")
    context.branches += [branch(None), branch(486)]

    assert context.pending == context.branches[:1]


def test_a_closed_context_tries_nobody_else() -> None:
    context = ResponseContext("key", INVITE, INVITE, "loop")
    context.waiting.append(())

    context.close()

    assert (context.is_closed, context.waiting) == (True, [])
