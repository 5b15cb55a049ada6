"""Homes: which users are at home in another pool."""

from mspllab.lync.directory import User
from mspllab.lync.routing.address_book import AddressBook
from mspllab.sip.uri import Uri


class Homes:
    """Who is at home in another pool than this server's.

    Args:
        book: finds users by address and number.
        own: names of this server and its pool, in lower case.
    """

    def __init__(self, book: AddressBook, own: frozenset[str]) -> None:
        self._book = book
        self._own = own

    def elsewhere(self, uri: Uri) -> str | None:
        """The pool of the user whose address `uri` is, if it is not ours."""
        owner = self._book.owner(uri)
        pool = owner.settings.home_pool if isinstance(owner, User) else None
        return None if pool is None or pool.lower() in self._own else pool
