"""Verdicts: the words in which applications answer, and what they stand for."""

from collections.abc import Mapping
from typing import NamedTuple

from mspllab.trace.records import ChainInstalled, ChainWalked, ScriptRun, Verdict

PASSED, ROUTED, FORKED = "passed", "routed", "forked"
ANSWERED, DROPPED = "answered", "dropped"
DECISIVE = frozenset({ROUTED, FORKED, ANSWERED, DROPPED})
"""After these no other application is asked."""

DISABLED = "disabled"
SWITCHED_OFF = "switched off"
NOT_ENABLED = "not enabled"
NOT_REGISTERED = "not registered"
METHOD_NAMES, STRICT_ROUTE = "methodNames", "strictRoute"
REGISTRAR_GENERATED, DOMAIN_SUPPORTED = "registrarGenerated", "domainSupported"
REASON_CODES = "reasonCodes"

STOCK = {
    PASSED: "",
    ROUTED: "it knows where its Request-URI leads",
    FORKED: "its Request-URI leads to several endpoints",
    ANSWERED: "it answers by itself",
    DROPPED: "it lets nothing go on",
}
"""What the server's own applications do that say no more about it."""
KEPT_OUT = {
    METHOD_NAMES: "methodNames of its requestFilter does not list {method}",
    STRICT_ROUTE: "its way is fixed by a Route header or maddr, and strictRoute is not "
    "true",
    REGISTRAR_GENERATED: "the server made it, and registrarGenerated is not true",
    DOMAIN_SUPPORTED: "its domain is not served here, and domainSupported is true",
    REASON_CODES: "reasonCodes of its responseFilter does not list {status}nn",
    DISABLED: "it is disabled, after ten critical errors",
    SWITCHED_OFF: "an administrator has switched it off",
    NOT_ENABLED: "it is not enabled",
    NOT_REGISTERED: "it is not registered; the event log says why",
}
"""Why an application was not given a message, and what that means."""

NOT_CONCERNED = "no concern"
"""Of an application of the server's own that has nothing to do with a message."""
NOT_OFFERED = "not offered"
"""Of an application that never saw it, because of another one."""
KEPT = "kept out"
"""Of an application whose own settings kept a message out."""


class StageVisited(NamedTuple):
    """One application of a list, and what it made of a message."""

    place: int
    """From 0, the first."""
    name: str
    """The file of its manifest without folders, or the product's own name."""
    verdict: str
    """passed, routed, forked, answered, dropped; no concern, kept out, not offered."""
    reason: str
    """Why, in a sentence without a full stop; "" where the verdict says it all."""
    path: str = ""
    """The manifest; "": one of the server's own."""
    run: int | None = None
    line: int | None = None
    """The line of the manifest that decided."""

    @property
    def saw_it(self) -> bool:
        """Whether the message was given to it."""
        return self.verdict not in (KEPT, NOT_OFFERED)


Runs = Mapping[int, ScriptRun]


def explained(
    chain: ChainInstalled, walked: ChainWalked, method: str, runs: Runs
) -> tuple[StageVisited, ...]:
    """Every stage of `chain`, with what it made of a message on this way."""
    said = dict(zip(walked.places, walked.verdicts, strict=True))
    low, high = sorted((walked.first, walked.last))
    stages = []
    for place, name in enumerate(chain.stages):
        path = chain.paths[place]
        shown = path.replace("\\", "/").rpartition("/")[2] or name
        verdict = said.get(place)
        if verdict is not None:
            word, reason = _reason(verdict, walked, method, runs)
            stage = StageVisited(
                place, shown, word, reason, path, verdict.run, verdict.line
            )
        elif low <= place <= high:
            stage = StageVisited(place, shown, NOT_CONCERNED, "", path)
        else:
            why = _not_offered(place, chain, walked, said)
            stage = StageVisited(place, shown, NOT_OFFERED, why, path)
        stages.append(stage)
    return tuple(stages)


def _reason(
    verdict: Verdict, walked: ChainWalked, method: str, runs: Runs
) -> tuple[str, str]:
    if verdict.said in KEPT_OUT:
        status = (walked.status or 0) // 100
        text = KEPT_OUT[verdict.said].format(method=method, status=status)
        return KEPT, text
    run = None if verdict.run is None else runs.get(verdict.run)
    if run is None:
        return verdict.said, verdict.why or STOCK[verdict.said]
    return verdict.said, _story(run, verdict)


def _story(run: ScriptRun, verdict: Verdict) -> str:
    """What a script did, and which line of it."""
    at = "" if verdict.line is None else f"line {verdict.line} "
    targets = ", ".join(run.targets)
    match run.outcome:
        case "unhandled":
            more = f"gives it a new addressee, {targets}; " if targets else ""
            return f"{more}the script does not handle it, and proxyByDefault is true"
        case "dropped":
            return "the script does not handle it, and proxyByDefault is false"
        case "error":
            error = run.errors[0]
            kind = "critical error" if error.critical else "error"
            then = "passes it on" if verdict.said == PASSED else "drops it"
            if verdict.said in (PASSED, DROPPED):
                then = f"proxyByDefault {then}"
            else:
                then = f"line {verdict.line} had decided before"
            return f"{kind} in line {error.line}: {error.message}; {then}"
        case "proxied":
            return f"{at}passes it on"
        case "routed":
            return f"{at}sends it to {targets}"
        case "forked":
            return f"{at}sends copies to {targets}"
        case "responded":
            return f"{at}answers {run.response}"
        case "dispatched":
            return f"{at}hands it to managed code, which {_by_code(run, verdict)}"
    return run.outcome


def _by_code(run: ScriptRun, verdict: Verdict) -> str:
    if verdict.said == ANSWERED:
        return f"answers {run.response}"
    if verdict.said == DROPPED:
        said = "".join(f": {error.message}" for error in run.errors[:1])
        return f"sends nothing{said}"
    if verdict.said == PASSED:
        return "passes it on"
    return f"sends it to {', '.join(run.targets)}"


def _not_offered(
    place: int, chain: ChainInstalled, walked: ChainWalked, said: Mapping[int, Verdict]
) -> str:
    if place == walked.made_by:
        return "it made this answer"
    if walked.made_by is not None and place > walked.made_by:
        return "it had not seen the request"
    stop = said.get(walked.last)
    if stop is not None and stop.said in DECISIVE:
        path = chain.paths[walked.last]
        name = path.replace("\\", "/").rpartition("/")[2] or chain.stages[walked.last]
        if (place > walked.last) is (walked.first <= walked.last):
            return f"{name} has {stop.said} it"
    return "it stands below DefaultRouting"
