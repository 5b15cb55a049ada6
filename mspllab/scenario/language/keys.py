"""Kind, Key, Table: what the tables of the scenario language are made of."""

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")


class Kind(Enum):
    """What a key may hold, in words for people."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "whole number"
    FLAG = "true or false"
    TEXTS = "list of texts"
    INTEGERS = "list of whole numbers"
    URI = "URI"
    ADDRESS = "URI, or name <URI>"
    ADDRESSES = "URI, or list of URIs or <URI>;q=…"
    PARTY = "name of a user, or URI"
    NUMBER_TEXT = "telephone number"
    PATTERN = "regular expression"
    PARTIES = "list of names of users, or URIs"
    HOST = "host name or IP address"
    ENDPOINT = "address:port"
    MANIFEST = "path of an .am file"
    TABLE = "table"
    NAMED = "tables with names"
    LIST = "list of tables"
    HEADERS = "table of header = text"
    HANDLERS = "table of name = module:function"
    FUNCTION = "module:function"
    SWITCHES = "table of switch = true or false"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table."""

    kind: Kind
    doc: str
    """What it says, for people; a sentence without a full stop."""
    words: tuple[str, ...] = ()
    """The only words it may hold; for a number or URI, words besides those."""
    names: tuple[str, ...] = ()
    """The sections one of whose names it must be, such as "users"."""
    least: float = 0
    most: float | None = None
    table: "Table[Any] | None" = None
    field: str = ""
    """The dataclass's name for it where that is another word."""
    otherwise: str = ""
    """What stands in its place, in words, where the default is None or empty."""


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A table of the text, and what it becomes."""

    what: str
    """With its article: "a server"."""
    cls: Callable[..., T]
    """A dataclass; its fields are called as the keys, unless a key says otherwise."""
    keys: dict[str, Key]

    def default(self, name: str) -> object:
        """What stands where the key is not given; MISSING where it must be."""
        found = _fields_of(self.cls)[self.keys[name].field or name]
        factory = found.default_factory
        return found.default if factory is MISSING else factory()


@cache
def _fields_of(cls: Callable[..., object]) -> dict[str, Field[Any]]:
    return {field.name: field for field in fields(cast(Any, cls))}
