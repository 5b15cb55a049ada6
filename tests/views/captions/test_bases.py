"""Of which message another is a changed copy."""

from mspllab.trace.trace import Trace
from mspllab.views.captions.bases import bases_of
from mspllab.views.captions.branches import branches_of


def test_copies_stem_from_the_request_that_came_in(forked_call: Trace) -> None:
    hops = forked_call.hops

    bases = bases_of(hops, branches_of(hops))

    assert bases[3] == hops[0].message
    assert 1 not in bases


def test_a_response_passed_on_stems_from_the_one_that_came(forked_call: Trace) -> None:
    hops = {hop.n: hop for hop in forked_call.hops}

    bases = bases_of(forked_call.hops, branches_of(forked_call.hops))

    assert bases[8] == hops[7].message


def test_an_invite_after_a_302_stems_from_the_first_one(redirected_call: Trace) -> None:
    hops = redirected_call.hops

    bases = bases_of(hops, branches_of(hops))

    assert bases[4] == hops[0].message
    assert 3 not in bases  # the ACK
