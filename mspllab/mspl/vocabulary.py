"""Vocabulary: the functions, variables, classes and constants a host offers a script.

The language itself knows none of them. One such table drives the checker, the compiler,
the run time and every page of help (`reference`), so that they cannot disagree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum


class Level(IntEnum):
    """Versions of the language (mspl.md §0.2)."""

    V2005 = 2005
    V2007R2 = 2007
    V2010 = 2010
    V2013 = 2013

    @property
    def following(self) -> "Level":
        """The level after this one, which the newest is itself."""
        return min((level for level in Level if level > self), default=self)

    def __str__(self) -> str:
        return "2007 R2" if self is Level.V2007R2 else str(int(self))

    @classmethod
    def parse(cls, text: str) -> "Level":
        """Read "2005", "2007r2", "2010" or "2013"; ValueError for anything else."""
        return cls(int(text.lower().removesuffix("r2")))


class Kind(Enum):
    """Types of the language (mspl.md §3.1); `OBJECT` values have a class besides."""

    # Each member exists once, so its identity is the fastest hash.
    __hash__ = object.__hash__

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    BOOL = "bool"
    COLLECTION = "collection"
    FILE = "flat file"
    OBJECT = "object"
    CONSTANT = "constant"
    NULL = "null"
    VOID = "nothing"
    ANY = "any"


class Applies(Enum):
    """The messages a function may be called for."""

    # Each member exists once, so its identity is the fastest hash.
    __hash__ = object.__hash__

    ANY = "any message"
    REQUEST = "requests"
    RESPONSE = "responses"


class Handles(Enum):
    """What a call does to the question whether the message is handled (§7.2)."""

    NOTHING = "nothing"
    HANDLES = "handles the message"
    OPENS_FORK = "opens a fork"
    ADDS_BRANCH = "adds a branch"
    CLOSES_FORK = "sends the branches and so handles the message"


REQUIRED = object()
"""Default of a parameter that must be given."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a built-in function."""

    name: str
    kind: Kind
    nullable: bool = False
    """Null may be passed."""
    default: object = REQUIRED
    constants: tuple[str, ...] = ()
    """Constant lists whose members are taken as well, such as "StandardHeader"."""
    advice: tuple[tuple[str, str], ...] = ()
    """An argument exactly as a script writes it, and what to know about it; ("", …) is
    given where the argument is left out. Shown as a finding, never an error."""

    def __str__(self) -> str:
        kind = "|".join(self.constants)
        if self.kind is not Kind.CONSTANT:
            kind = "|".join((written_kind(self.kind), *self.constants))
        if self.default is REQUIRED:
            return f"{kind} {self.name}"
        return f"{kind} {self.name} = {_written_value(self.default)}"


def written_kind(kind: Kind) -> str:
    """The type as signatures of the reference write it."""
    return {Kind.INTEGER: "int", Kind.VOID: "void"}.get(kind, kind.value)


def _written_value(value: object) -> str:
    """The value as a script would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    return "rest" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function (mspl.md §4)."""

    name: str
    parameters: tuple[Parameter, ...]
    result: Kind
    implementation: Callable[..., object]
    """Called with the arguments, converted; with the host before them unless `pure`."""
    doc: str
    """One sentence."""
    rest: Parameter | None = None
    """Type of further arguments; None where there may be none."""
    nullable: bool = False
    """The result may be null."""
    pure: bool = False
    """Depends on its arguments alone and touches no message."""
    applies: Applies = Applies.ANY
    handles: Handles = Handles.NOTHING
    since: Level = Level.V2005
    until: Level = Level.V2013
    needs_managed: bool = False
    """Refused in a script-only manifest."""
    loop_only: str | None = None
    """Name of the only element variable of a foreach that may take the result."""
    page: str = ""
    """All there is to say, as `reference` reads it; begins with `doc`."""
    forms: tuple[str, ...] = ()
    """Its signatures where one line cannot show them; see `signatures`."""
    named: tuple[Level, Level] | None = None
    """First and last level that have the name, where other arguments were theirs."""
    fewest: int = field(init=False, compare=False, repr=False)
    """How many arguments must be given."""
    most: int | None = field(init=False, compare=False, repr=False)
    """How many arguments may be given; None: any number."""

    def __post_init__(self) -> None:
        fewest = sum(one.default is REQUIRED for one in self.parameters)
        most = None if self.rest is not None else len(self.parameters)
        object.__setattr__(self, "fewest", fewest)
        object.__setattr__(self, "most", most)

    @property
    def signatures(self) -> tuple[str, ...]:
        """Every way to call it; nearly always one."""
        return self.forms or (self.signature,)

    @property
    def signature(self) -> str:
        """`bool AddHeader(string|StandardHeader name, string value)`."""
        parts = [str(parameter) for parameter in self.parameters]
        if self.rest is not None:
            parts.append(f"{self.rest}, …")
        return f"{written_kind(self.result)} {self.name}({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a built-in class (mspl.md §5.2, §5.3)."""

    name: str
    kind: Kind
    doc: str
    cls: str | None = None
    """Class of an OBJECT field."""
    nullable: bool = False
    writable: bool = False
    constants: str | None = None
    """Constant list of a CONSTANT field."""
    since: Level = Level.V2005
    until: Level = Level.V2013
    known_to: str = ""
    """The role of the only servers that know it; "": all do."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A built-in variable (mspl.md §5.1), read as an attribute of the host."""

    name: str
    kind: Kind
    doc: str
    cls: str | None = None
    since: Level = Level.V2005
    applies: Applies = Applies.ANY
    """The messages for which it stands; for the others it is absent, that is false."""
    always: bool = False
    """Never absent; any other OBJECT variable is taken to be absent now and then."""


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A member of a constant list; one object per member, compared by identity."""

    list_name: str
    name: str
    number: int
    text: str
    """What it becomes where a string is wanted (mspl.md §3.4)."""

    def __str__(self) -> str:
        return f"{self.list_name}.{self.name}"

    def __bool__(self) -> bool:
        return self.number != 0

    def __deepcopy__(self, memo: object) -> "Constant":
        return self


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Vocabulary:
    """All that a host offers; names are case-sensitive. Compared by identity."""

    functions: Mapping[str, Function] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)
    classes: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    """Class name → field name → field; inherited fields are listed again."""
    constants: Mapping[str, Mapping[str, Constant]] = field(default_factory=dict)
    """List name → member name → constant."""
    misspelt: Mapping[str, str] = field(default_factory=dict)
    """Spellings that documentation itself gets wrong → the right one (§5.6)."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Name of a variable, class, list, "Class.Field" or "List.Member" → its page."""

    def __repr__(self) -> str:
        return f"<Vocabulary of {len(self.functions)} functions>"

    def __deepcopy__(self, memo: object) -> "Vocabulary":
        return self
