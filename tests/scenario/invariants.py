"""What is so of every run that has ended: each invariant yields what contradicts it.

They look at the trace alone, but for the first two, which ask the elements whether they
still wait for something. Mishaps that the network or the scenario brought about (a host
that is down, a reboot, a timer that gave up) excuse what they must excuse.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from mspllab.scenario.scenario import Scenario
from mspllab.scenario.world import World
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import (
    DialogChanged,
    Dropped,
    Happened,
    Received,
    StateChanged,
    TimerFired,
)
from mspllab.trace.trace import Hop, Trace

GAVE_UP = frozenset({"B", "C", "F", "H", "cancel", "ACK", "PRACK"})
"""Timers after which an end no longer knows what the other one thinks."""
ENDPOINTS = frozenset({"client", "platform"})
UNTAGGED = (100, 101)
"""Answers that make no dialog; 101 is the product's (lync-routing §2.7)."""
MAX_FORWARDS_AT_MOST = 70


def stateless_of(scenario: Scenario) -> frozenset[str]:
    """Names of its servers that keep no transactions."""
    return frozenset(one.name for one in scenario.servers if one.stateless)


class Evidence:
    """A run that has ended, and slices of its trace that several invariants need."""

    def __init__(
        self, world: World, *, stateless: frozenset[str] = frozenset()
    ) -> None:
        self.world = world
        self.stateless = stateless
        """Servers that keep no transactions, to which some invariants do not apply."""

    @cached_property
    def trace(self) -> Trace:
        return self.world.trace

    @cached_property
    def hops(self) -> tuple[Hop, ...]:
        return self.trace.hops

    @cached_property
    def by_number(self) -> dict[int, Hop]:
        return {hop.n: hop for hop in self.hops}

    @cached_property
    def kind_of(self) -> dict[str, str]:
        return {party.name: party.kind for party in self.trace.parties}

    @cached_property
    def rebooted(self) -> frozenset[str]:
        happened = self.trace.of(Happened)
        forgetful = ("restarted", "shut down")
        return frozenset(r.element for r in happened if r.what in forgetful)

    @cached_property
    def gave_up(self) -> frozenset[str]:
        """Elements of which a timer has given something up."""
        fired = self.trace.of(TimerFired)
        return frozenset(r.element for r in fired if r.timer in GAVE_UP)

    @cached_property
    def unreachable(self) -> frozenset[str]:
        """Elements that some message could not be delivered to but by bad luck."""
        return frozenset(
            hop.destination
            for hop in self.hops
            if hop.lost and hop.lost != "by chance" and "fault" not in hop.lost
        )

    @cached_property
    def arrivals(self) -> dict[int, list[float]]:
        """{number of a message: when each of its copies arrived}."""
        found = defaultdict(list)
        for record in self.trace.of(Received):
            found[record.n].append(record.at)
        return found

    @cached_property
    def raw(self) -> frozenset[int]:
        """Numbers of messages that a scenario wrote itself: they may say anything."""
        return frozenset(h.n for h in self.hops if ": send" in (h.cause.plan or ""))

    def is_endpoint(self, name: str) -> bool:
        return self.kind_of.get(name) in ENDPOINTS

    def told(self, hop: Hop) -> str:
        """The hop in words, for a complaint."""
        line = hop.message.start_line
        return f"{hop.sent:.3f} {hop.source} → {hop.destination} #{hop.n} {line}"


Complaints = Iterator[str]
Invariant = Callable[[Evidence], Complaints]


def it_ends_by_itself(seen: Evidence) -> Complaints:
    """Nothing is left to happen."""
    end = seen.trace.end
    if end is None or end.why != "quiet":
        yield f"ends with {end}"


def nothing_waits(seen: Evidence) -> Complaints:
    """No transaction is alive and no timer runs."""
    for name, element in seen.world.elements.items():
        live = element.live  # type: ignore[attr-defined]  # every element has it
        if live or element.next_timer() is not None:
            yield f"{name} still waits for {live}, next at {element.next_timer()}"


def every_transaction_terminates(seen: Evidence) -> Complaints:
    """What began has ended, but for what a reboot forgot."""
    last: dict[tuple[str, str, str], str] = {}
    for record in seen.trace.of(StateChanged):
        key = (record.element, record.transaction, record.machine)
        if last.get(key, "") != record.before and record.before:
            yield f"{key} leaves {record.before}, but was in {last.get(key)}"
        last[key] = record.after
    for key, state in last.items():
        if state != "Terminated" and key[0] not in seen.rebooted:
            yield f"{key} is left in {state}"


def every_message_has_a_cause_before_it(seen: Evidence) -> Complaints:
    """It was caused by a message that had come, a timer, a step or a script."""
    for hop in seen.hops:
        cause = hop.cause
        if cause == type(cause)():
            yield f"nothing caused {seen.told(hop)}"
        if cause.message is None:
            continue
        before = seen.by_number[cause.message]
        came = seen.arrivals.get(cause.message, [])
        if before.lost is None and (not came or min(came) > hop.sent):
            yield f"{seen.told(hop)} came before its cause"


def whatever_is_dropped_says_why(seen: Evidence) -> Complaints:
    """A sentence for each."""
    for record in seen.trace.of(Dropped):
        if not record.why:
            yield f"{record.element} dropped #{record.n} without a word"


def nothing_happens_after_the_end(seen: Evidence) -> Complaints:
    """The record of the end is the last, and time never runs backwards."""
    records = seen.trace.records
    for before, after in pairwise(records):
        if after.at < before.at:
            yield f"{after} comes after {before}"
    if seen.trace.end is not None and records[-1] is not seen.trace.end:
        yield "something happens after the end"


def every_request_has_its_final_answer(seen: Evidence) -> Complaints:
    """Or a timer or the transport says why there is none."""
    answered = set()
    for hop in seen.hops:
        message = hop.message
        is_final = isinstance(message, Response) and message.status >= 200
        if is_final and seen.arrivals.get(hop.n):
            answered.add((hop.destination, _branch(hop), message.method))
    terminated = {
        (r.element, r.transaction.split()[0])
        for r in seen.trace.of(TimerFired)
        if r.timer in GAVE_UP
    }
    failed = {(h.source, _branch(h)) for h in seen.hops if h.lost}
    for hop in seen.hops:
        message = hop.message
        if not isinstance(message, Request) or message.method in ("ACK", "BENOTIFY"):
            continue
        if hop.n in seen.raw or hop.source in seen.rebooted | seen.stateless:
            continue
        if (hop.source, message.branch, message.method) in answered:
            continue
        if (hop.source, message.branch) not in terminated | failed:
            yield f"no answer to {seen.told(hop)}"


def _branch(hop: Hop) -> str:
    message = hop.message
    return message.branch if isinstance(message, Request | Response) else ""


def an_invite_has_one_final_answer(seen: Evidence) -> Complaints:
    """Upstream goes one failure, or successes; and nothing provisional after that."""
    finals: dict[tuple[str, str, str], list[Response]] = defaultdict(list)
    for hop in seen.hops:
        message = hop.message
        if not isinstance(message, Response) or message.method != "INVITE":
            continue
        if hop.source in seen.stateless:
            continue
        key = (hop.source, hop.destination, message.branch)
        before = finals[key]
        if message.status < 200:
            if before:
                yield f"provisional after the final answer: {seen.told(hop)}"
            continue
        if message.status >= 300 and before and message != before[0]:
            yield f"a second final answer: {seen.told(hop)}"
        is_phones = before and seen.is_endpoint(hop.source)
        if message.status < 300 and is_phones and _differs(message, before[0]):
            yield f"another 200: {seen.told(hop)}"
        before.append(message)


def _differs(success: Response, first: Response) -> bool:
    return success.to_tag != first.to_tag or first.status >= 300


def answers_mirror_their_requests(seen: Evidence) -> Complaints:
    """Via, From, Call-ID and CSeq are the request's; To too, and it gets a tag."""
    requests: dict[tuple[str, str, str], Request] = {}
    tags: dict[tuple[str, str, str], set[str | None]] = defaultdict(set)
    for hop in seen.hops:
        message = hop.message
        if isinstance(message, Request):
            requests[hop.source, message.branch, message.method] = message
            continue
        assert isinstance(message, Response)
        key = (hop.destination, message.branch, message.method)
        request = requests.get(key)
        if request is None:
            if hop.lost is None:
                yield f"answers nothing: {seen.told(hop)}"
            continue
        yield from (f"{seen.told(hop)}: {why}" for why in _unlike(message, request))
        if message.status not in UNTAGGED and seen.is_endpoint(hop.source):
            tags[(hop.source, *key[1:])].add(message.to_tag)
    for key, found in tags.items():
        if len(found) > 1 and key[0] not in seen.rebooted:
            yield f"{key} was answered with the To tags {found}"


def _unlike(response: Response, request: Request) -> Iterator[str]:
    if response.call_id != request.call_id or response.cseq != request.cseq:
        yield "Call-ID or CSeq is another"
    if response.from_tag != request.from_tag:
        yield "From tag is another"
    if request.to_tag is not None and response.to_tag != request.to_tag:
        yield f"To tag {response.to_tag} is not {request.to_tag}"
    if response.status not in UNTAGGED and response.to_tag is None:
        yield "To has no tag"
    if len(response.via) != len(request.via):
        yield f"{len(response.via)} Vias, the request had {len(request.via)}"


def cseq_grows(seen: Evidence) -> Complaints:
    """Within a dialog each new request of an endpoint has a higher number than all
    before it; ACK and CANCEL have the number of their INVITE."""
    last: dict[tuple[str, str, str | None, str | None], int] = {}
    known: dict[tuple[str, str], Request] = {}
    went: dict[tuple[str, str, str | None], str] = {}
    invites: set[tuple[str, str, str | None, int]] = set()
    for hop in seen.hops:
        message = hop.message
        if not isinstance(message, Request) or not seen.is_endpoint(hop.source):
            continue
        key = (hop.source, message.call_id, message.from_tag)
        number = message.cseq.number
        if message.method in ("ACK", "CANCEL"):
            if (*key, number) not in invites and hop.n not in seen.raw:
                yield f"CSeq {number} is no INVITE's: {seen.told(hop)}"
            continue
        if (hop.source, message.branch) in known:
            continue
        known[hop.source, message.branch] = message
        if message.method == "INVITE":
            invites.add((*key, number))
        if hop.n in seen.raw:
            continue
        beginning = last.get((*key, None), 0)
        highest = last.get((*key, message.to_tag), beginning)
        # The next server of a domain is tried with the very same request (3263 §4.3).
        elsewhere = went.get(key, hop.destination) != hop.destination
        if number < highest or (number == highest and not elsewhere):
            yield f"CSeq {number} after {highest}: {seen.told(hop)}"
        last[*key, message.to_tag] = number
        went[key] = hop.destination


def branches_are_unique(seen: Evidence) -> Complaints:
    """One branch, one request; what has the same branch is the same to the byte."""
    known: dict[str, tuple[str, str]] = {}
    for hop in seen.hops:
        message = hop.message
        if not isinstance(message, Request) or hop.n in seen.raw:
            continue
        if message.method in ("ACK", "CANCEL"):
            continue
        if hop.source in seen.stateless:
            continue  # its branch is that of the copy before, wherever a copy goes
        if not message.branch.startswith("z9hG4bK"):
            yield f"branch {message.branch}: {seen.told(hop)}"
        one = (hop.source, message.text)
        if known.setdefault(message.branch, one) != one:
            yield f"branch {message.branch} again, for something else: {seen.told(hop)}"


def cancel_follows_a_provisional(seen: Evidence) -> Complaints:
    """CANCEL takes its INVITE's branch and Request-URI, after a provisional answer and
    before a final one; a phone answers 487 only to what was cancelled."""
    invites: dict[tuple[str, str], Request] = {}
    for hop in seen.hops:
        message = hop.message
        if isinstance(message, Request) and message.method == "INVITE":
            invites[hop.source, message.branch] = message
    heard: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    cancelled: dict[tuple[str, str], float] = {}
    for hop in seen.hops:
        message = hop.message
        for at in seen.arrivals.get(hop.n, ()):
            if isinstance(message, Response) and message.method == "INVITE":
                heard[hop.destination, message.branch].append((at, message.status))
            elif isinstance(message, Request) and message.method in ("CANCEL", "BYE"):
                key = (hop.destination, message.call_id)
                cancelled[key] = min(at, cancelled.get(key, at))
    first: set[tuple[str, str]] = set()
    for hop in seen.hops:
        message = hop.message
        if hop.source in seen.stateless or hop.n in seen.raw:
            continue
        if isinstance(message, Request) and message.method == "CANCEL":
            key = (hop.source, message.branch)
            if key in first:
                continue
            first.add(key)
            invite = invites.get(key)
            if invite is None or invite.request_uri != message.request_uri:
                yield f"cancels nothing: {seen.told(hop)}"
                continue
            if invite.cseq.number != message.cseq.number:
                yield f"CSeq is not the INVITE's: {seen.told(hop)}"
            before = [status for at, status in heard[key] if at <= hop.sent]
            final = [s for at, s in heard[key] if at < hop.sent and s >= 200]
            if not before or final:
                yield f"after {before}: {seen.told(hop)}"
        elif isinstance(message, Response) and message.status == 487:
            key = (hop.source, message.call_id)
            if seen.is_endpoint(hop.source) and cancelled.get(key, 1e9) > hop.sent:
                yield f"nobody had cancelled: {seen.told(hop)}"


def every_final_answer_is_acknowledged(seen: Evidence) -> Complaints:
    """A failure on the branch of its INVITE by whoever sent that; a success on a branch
    of its own by the caller."""
    given_up = {  # whoever has waited long enough after a CANCEL listens no more
        (r.element, r.transaction.split()[0])
        for r in seen.trace.of(TimerFired)
        if r.timer in GAVE_UP
    }
    undelivered = {(hop.source, _branch(hop)) for hop in seen.hops if hop.lost}
    acks: dict[str, list[tuple[str, Request]]] = defaultdict(list)
    invites: dict[tuple[str, str], Request] = {}
    for hop in seen.hops:
        message = hop.message
        if isinstance(message, Request) and message.method == "ACK":
            acks[hop.source].append((message.branch, message))
        elif isinstance(message, Request) and message.method == "INVITE":
            invites[hop.source, message.branch] = message
    for hop in seen.hops:
        message = hop.message
        if not isinstance(message, Response) or message.method != "INVITE":
            continue
        taker = hop.destination
        if message.status < 200 or not seen.arrivals.get(hop.n):
            continue
        if taker in seen.rebooted | seen.stateless or not _has(invites, taker, message):
            continue
        if (taker, message.branch) in given_up | undelivered:
            continue
        own = [ack for branch, ack in acks[taker] if branch == message.branch]
        if message.status >= 300 and not own:
            yield f"no ACK for {seen.told(hop)}"
        if message.status < 300 and seen.is_endpoint(taker):
            if own:
                yield f"the ACK has the INVITE's branch: {seen.told(hop)}"
            mine = [a for _, a in acks[taker] if _acknowledges(a, message)]
            if not mine:
                yield f"no ACK for {seen.told(hop)}"


def _has(
    invites: dict[tuple[str, str], Request], taker: str, response: Response
) -> bool:
    return (taker, response.branch) in invites


def _acknowledges(ack: Request, response: Response) -> bool:
    return (ack.call_id, ack.cseq.number, ack.to_tag) == (
        response.call_id,
        response.cseq.number,
        response.to_tag,
    )


def max_forwards_falls(seen: Evidence) -> Complaints:
    """By one at every server, and nothing is sent on with less than none."""
    for hop in seen.hops:
        message = hop.message
        if not isinstance(message, Request) or hop.n in seen.raw:
            continue
        left = message.max_forwards
        if left is None or left < 0:
            yield f"Max-Forwards {left}: {seen.told(hop)}"
            continue
        if seen.is_endpoint(hop.source) or hop.cause.message is None:
            continue
        came = seen.by_number[hop.cause.message]
        before = came.message
        if not isinstance(before, Request) or before.method != message.method:
            continue
        if came.destination != hop.source:
            continue  # it was ours and did not arrive: we try another server
        if before.max_forwards is None or message.method == "CANCEL":
            continue
        if before.call_id == message.call_id and left != before.max_forwards - 1:
            yield f"Max-Forwards {before.max_forwards} → {left}: {seen.told(hop)}"


def messages_are_whole(seen: Evidence) -> Complaints:
    """Content-Length is the body's, the top Via the sender's, and a 2xx or an INVITE
    says where its sender is."""
    for hop in seen.hops:
        message: Message = hop.message  # type: ignore[assignment]  # it is a real one
        if hop.n in seen.raw:
            continue
        length = message.headers.first("Content-Length")
        if length is not None and int(length) != len(message.body):
            yield f"Content-Length {length}: {seen.told(hop)}"
        success = isinstance(message, Response) and message.status // 100 == 2
        starts = isinstance(message, Request) or success
        if starts and message.method == "INVITE" and len(message.contact) != 1:
            yield f"{len(message.contact)} Contacts: {seen.told(hop)}"


def dialogs_mirror_each_other(seen: Evidence) -> Complaints:
    """Both ends of a dialog that was up say the same of it, and it has two."""
    ends: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    whose: dict[tuple[str, ...], set[str]] = defaultdict(set)
    up: set[tuple[str, ...]] = set()
    for record in seen.trace.of(DialogChanged):
        key = (record.call_id, *sorted((record.local_tag, record.remote_tag)))
        ends[key][f"{record.element} {record.local_tag}"] = record.after
        whose[key].add(record.element)
        if record.after == "confirmed":
            up.add(key)
    dropped = {record.n for record in seen.trace.of(Dropped)}
    unheard = {  # a script has swallowed the answer: the caller knows of no dialog
        hop.message.call_id
        for hop in seen.hops
        if hop.n in dropped
        and isinstance(hop.message, Response)
        and hop.message.method == "INVITE"
        and hop.message.status // 100 == 2
    }
    excused = seen.rebooted | seen.gave_up | seen.unreachable
    if seen.unreachable & {s for s in seen.kind_of if not seen.is_endpoint(s)}:
        return  # a server that was down has cut them off from each other
    subscribed = {
        hop.message.call_id
        for hop in seen.hops
        if hop.message.method == "SUBSCRIBE"
        or (hop.message.method == "NOTIFY" and (hop.message.status or 0) >= 300)
    }
    for key in sorted(up):
        states = ends[key]
        if key[0] in subscribed:
            continue  # not all who subscribe, or are told, learn of each other
        if key[0] in unheard or excused & whose[key]:
            continue
        if len(states) != 2:
            yield f"dialog {key} is known to {states}"
        elif len(set(states.values())) != 1:
            yield f"dialog {key}: {states}"


INVARIANTS: tuple[Invariant, ...] = (
    it_ends_by_itself,
    nothing_waits,
    every_transaction_terminates,
    every_message_has_a_cause_before_it,
    whatever_is_dropped_says_why,
    nothing_happens_after_the_end,
    every_request_has_its_final_answer,
    an_invite_has_one_final_answer,
    answers_mirror_their_requests,
    cseq_grows,
    branches_are_unique,
    cancel_follows_a_provisional,
    every_final_answer_is_acknowledged,
    max_forwards_falls,
    messages_are_whole,
    dialogs_mirror_each_other,
)


def complaints(seen: Evidence, held: Iterable[Invariant] = INVARIANTS) -> list[str]:
    """Everything that contradicts an invariant, with its name."""
    return [
        f"{invariant.__name__}: {complaint}"
        for invariant in held
        for complaint in invariant(seen)
    ]
