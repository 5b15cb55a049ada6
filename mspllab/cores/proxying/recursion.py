"""Recursion: a proxy that follows a 3xx by itself (RFC 3261 §16.5, §16.7 step 4)."""

from mspllab.cores.decision import Pass, Router, Target, targets_of
from mspllab.cores.location import q_of
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.proxying.branches import Branches
from mspllab.cores.proxying.forwarding import IsMine
from mspllab.cores.proxying.target_set import target_key
from mspllab.cores.response_context import Branch, ResponseContext
from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.transaction.effects import Effect


class Recursion:
    """Adds the contacts of a 3xx to the target set, each of them once.

    Args:
        branches: sends the copies.
        rules: the proxy's choices.
        retarget: finds where the contacts lead.
        is_mine: knows the URIs of this proxy and of its domains.
    """

    def __init__(
        self, branches: Branches, rules: ProxyRules, retarget: Router, is_mine: IsMine
    ) -> None:
        self._branches = branches
        self._rules = rules
        self._retarget = retarget
        self._is_mine = is_mine

    def follow(
        self,
        branch: Branch,
        context: ResponseContext,
        response: Response,
        now: float,
        out: list[Effect],
    ) -> bool:
        """Follow a 3xx; False where it is an answer like any other (step 4).

        What of it cannot be followed stays an answer, without what has been.
        """
        if (
            response.status not in self._rules.recurse_on
            or context.is_closed
            or not self._is_mine(context.request.uri)
        ):
            return False
        before, left = len(context.branches), []
        contacts = _contacts(response)
        for place, contact in enumerate(contacts, 1):
            uri, known = str(contact.uri), len(context.branches)
            if target_key(uri) not in context.tried:
                more = len(contacts) - place
                self._ask(uri, context, now, out, more=more)
                if len(context.branches) == known:
                    left.append(str(contact))
        if len(context.branches) == before:
            return False
        if left:
            headers = response.headers.with_all("Contact", left)
            branch.response = response.replace(headers=headers)
            context.finals.append(branch)
        return True

    def _ask(
        self,
        uri: str,
        context: ResponseContext,
        now: float,
        out: list[Effect],
        *,
        more: int,
    ) -> None:
        """Ask where a contact of a 3xx leads, and send copies there.

        `more` contacts are to follow.
        """
        ruling = self._retarget.decide(context.message.replace(uri=uri), now=now)
        out += ruling.records
        targets = targets_of(ruling.decision)
        if isinstance(ruling.decision, Pass) and not self._is_mine(uri):
            targets = (Target(uri),)
        message = ruling.message if isinstance(ruling.message, Request) else None
        self._branches.start(
            context,
            targets,
            now=now,
            out=out,
            cause=ruling.cause,
            message=message,
            more=more,
        )
        context.tried.add(target_key(uri))


def _contacts(response: Response) -> list[Address]:
    """Contacts of a 3xx, the most wanted first; none where they cannot be read."""
    try:
        contacts = response.contact
    except ParseError:
        return []
    return sorted(contacts, key=lambda contact: -q_of(contact))
