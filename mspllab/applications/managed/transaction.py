"""Transactions as managed code has them: they note what is sent, and refuse misuse.

Nothing is sent while a handler runs. What it has asked for is carried out when it has
returned, and it keeps nothing from one message to the next (mspl.md §7.11).
"""

from mspllab.applications.managed.message import ManagedRequest, ManagedResponse
from mspllab.errors import ManagedError, ParseError
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, parse_uri


class ServerTransaction:
    """The transaction that brought a request (ServerTransaction).

    Args:
        request: the request; of a response, the one it answers, if that is known.
        may_branch: whether the request can still be sent on.
    """

    def __init__(
        self, request: ManagedRequest | None, *, may_branch: bool = True
    ) -> None:
        self.request = request
        self.enable_forking = True
        """Whether there may be more than one branch (EnableForking)."""
        self.branches: list[ClientTransaction] = []
        self.responses: list[ManagedResponse] = []
        """What was sent back, in order."""
        self.complaints: list[str] = []
        """What was refused, in words, whether the handler noticed or not."""
        self._may_branch = may_branch
        self._is_over = False
        self._first = None if request is None else request.message

    def create_branch(self) -> "ClientTransaction":
        """A way on for the request (CreateBranch).

        Raises:
            ManagedError: there may be no other branch.
        """
        self._check("create_branch")
        if not self._may_branch:
            self._refuse(
                "create_branch: a request that has an answer cannot be sent on any more"
            )
        if self.branches and not self.enable_forking:
            self._refuse(
                "create_branch: enable_forking is false, so the request is proxied once"
                " and no more"
            )
        branch = ClientTransaction(self)
        self.branches.append(branch)
        return branch

    def send_response(self, response: ManagedResponse) -> None:
        """Answer the request, or pass a response on that has come (SendResponse).

        Raises:
            ManagedError: it is too late, or this one was sent before.
        """
        self._check("send_response")
        if any(one is response for one in self.responses):
            self._refuse("send_response: this very response has been passed on before")
        final = next((one for one in self.responses if one.is_final), None)
        if final is not None:
            self._refuse(
                f"send_response: the final response {final.status_code} was sent "
                "before, and a request has only one"
            )
        if response.is_final and self.sent:
            self._refuse(
                "send_response: the request has been sent on, so its answer comes from "
                "there"
            )
        self.responses.append(response)

    @property
    def sent(self) -> list["ClientTransaction"]:
        """Branches that have sent their request."""
        return [branch for branch in self.branches if branch.target is not None]

    @property
    def first(self) -> Request | None:
        """The request as it came to the handler."""
        return self._first

    def close(self) -> None:
        """The handler has returned: nothing can be asked for any more."""
        self._is_over = True

    def _check(self, what: str) -> None:
        if self._is_over:
            self._refuse(
                f"{what}: the transaction is over; a handler sends what it has to send "
                "before it returns"
            )

    def _refuse(self, text: str) -> None:
        self.complaints.append(text)
        raise ManagedError(text)


class ClientTransaction:
    """A branch of a request, or the one that a response came by (ClientTransaction)."""

    def __init__(self, server_transaction: ServerTransaction) -> None:
        self.server_transaction = server_transaction
        self.target: str | None = None
        """The Request-URI of the request it has sent; None: it has sent none."""
        self._request: ManagedRequest | None = None

    @property
    def request(self) -> ManagedRequest | None:
        """The request that it has sent, or is for; None: it is not known."""
        return self._request or self.server_transaction.request

    @property
    def fork_state(self) -> str:
        """What `branched` in the server's Via will say (ForkState): TRUE or FALSE."""
        return "TRUE" if len(self.server_transaction.sent) > 1 else "FALSE"

    def send_request(self, request: ManagedRequest) -> None:
        """Send `request` on, as it stands now (SendRequest).

        Raises:
            ManagedError: this branch has sent one, or it cannot be sent.
        """
        transaction = self.server_transaction
        transaction._check("send_request")
        if self._request is not None:
            self._refuse_second(request)
        target = request.new_target or request.request_uri
        if not _is_plain_sip(target):
            transaction._refuse(
                "send_request: requests can be sent to sip: URIs only, not to "
                f"{target!r}"
            )
        if request.simple_proxy and not transaction.enable_forking:
            self._refuse_if_renamed(request)
        self._request, self.target = request, target

    def _refuse_second(self, request: ManagedRequest) -> None:
        if request is self._request:
            text = (
                "send_request: this client transaction has sent the request already; "
                "each branch needs a client transaction of its own, from create_branch"
            )
        else:
            text = "send_request: a client transaction takes one request, not a second"
        self.server_transaction._refuse(text)

    def _refuse_if_renamed(self, request: ManagedRequest) -> None:
        """A simple proxy changes neither who calls whom nor which call it is."""
        first, now = self.server_transaction.first, request.headers
        if first is None:
            return
        before = first.headers
        for name in ("From", "To", "Call-ID"):
            if before.get(name) != now.get(name):
                self.server_transaction._refuse(
                    f"send_request: simple_proxy is set, and {name} was changed"
                )


def _is_plain_sip(uri: str) -> bool:
    try:
        parsed = parse_uri(uri)
    except ParseError:
        return False
    return isinstance(parsed, SipUri) and parsed.scheme == "sip"
