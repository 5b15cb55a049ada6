"""Reference: the entry of every name, from the vocabulary alone.

`explain`, hover texts and the reference notebook all show these, so none can say
anything that the checker and the run time do not know as well.
"""

from collections.abc import Iterator

from mspllab.mspl.entry import Entry
from mspllab.mspl.page import Page, read_page
from mspllab.mspl.vocabulary import (
    Applies,
    Constant,
    Field,
    Function,
    Handles,
    Level,
    Parameter,
    Variable,
    Vocabulary,
    written_kind,
)
from mspllab.mspl.words import WORDS

OLDEST, NEWEST = min(Level), max(Level)


def entry(vocabulary: Vocabulary, name: str) -> Entry | None:
    """The entry for a name; None where the language and its vocabulary lack it.

    A function, variable, class, list of constants, "Class.Field", "variable.Field",
    "List.Member", or a word or sign of the language.
    """
    owner, dot, member = name.partition(".")
    if dot and owner:
        return _of_member(vocabulary, name, owner, member)
    if name in vocabulary.functions:
        return _of_function(vocabulary.functions[name])
    if name in vocabulary.variables:
        return _of_variable(vocabulary, vocabulary.variables[name])
    # A list and a field may share a name; so may a list and a class of no object.
    if name in vocabulary.constants:
        return _of_list(vocabulary, name)
    if name in vocabulary.classes:
        return _of_class(vocabulary, name)
    return _of_word(name) if name in WORDS else None


def names(vocabulary: Vocabulary) -> Iterator[str]:
    """Every name that has an entry."""
    yield from vocabulary.functions
    yield from vocabulary.variables
    for owner, fields in vocabulary.classes.items():
        yield owner
        yield from (f"{owner}.{name}" for name in fields)
    for owner, members in vocabulary.constants.items():
        yield owner
        yield from (f"{owner}.{name}" for name in members)
    yield from WORDS


# --- one maker to one kind of entry ---------------------------------------------------


def _of_function(function: Function) -> Entry:
    page = read_page(function.page or function.doc)
    every = (*function.parameters, *([function.rest] if function.rest else ()))
    known = {parameter.name for parameter in every}
    named = [(label, text) for label, text in page.notes if label[0].islower()]
    known |= {name for name, _ in named if any(name in f for f in function.forms)}
    return Entry(
        function.name,
        "function",
        function.signatures,
        page.summary,
        page.paragraphs,
        tuple(note for note in named if note[0] in known),
        tuple(_facts(function, page, every)),
        guess=page.note("Guess"),
        examples=page.examples,
    )


def _facts(
    function: Function, page: Page, every: tuple[Parameter, ...]
) -> Iterator[tuple[str, str]]:
    if page.note("Gives"):
        yield "Gives", page.note("Gives")
    if function.nullable:
        yield "Null", page.note("Null") or "where nothing is found."
    takes_null = [one.name for one in every if one.nullable]
    if takes_null:
        yield "Takes null", f"for {' and '.join(takes_null)}."
    if page.note("Errors"):
        yield "Errors", page.note("Errors")
    if function.applies is not Applies.ANY:
        otherwise = page.note("Otherwise") or "a critical error"
        yield "For", f"{function.applies.value} only; for others {otherwise}."
    if function.handles is not Handles.NOTHING:
        yield "Effect", f"it {function.handles.value}."
    if function.needs_managed:
        yield "Needs", "a managed part: no script-only manifest may have it."
    if function.loop_only is not None:
        yield "Where", f"foreach ({function.loop_only} in {function.name}(…)) only."
    yield from _level(*(function.named or (function.since, function.until)))
    if function.named is not None:
        levels = level_range(function.since, function.until)
        yield "This form", f"{levels}; others take other arguments."


def _level(since: Level, until: Level) -> Iterator[tuple[str, str]]:
    if (since, until) != (OLDEST, NEWEST):
        yield "Level", f"{level_range(since, until)}."


def level_range(since: Level, until: Level) -> str:
    """`from 2010 on`, `up to 2007 R2`, `2007 R2 only`, `every level`."""
    if since is until:
        return f"{since} only"
    if since is OLDEST:
        return "every level" if until is NEWEST else f"up to {until}"
    return f"from {since} on" if until is NEWEST else f"{since} to {until}"


def _of_variable(vocabulary: Vocabulary, variable: Variable) -> Entry:
    page = read_page(vocabulary.pages.get(variable.name, ""))
    kind = variable.cls or page.note("Type") or written_kind(variable.kind)
    facts = [("Type", kind)]
    if variable.applies is not Applies.ANY:
        facts.append(("For", f"{variable.applies.value}; for others it is false."))
    return Entry(
        variable.name,
        "variable",
        (f"{kind} {variable.name}",),
        variable.doc,
        _prose(page),
        facts=(*facts, *_errors(page), *_level(variable.since, NEWEST)),
        members=_fields(vocabulary, variable.cls) if variable.cls else (),
        guess=page.note("Guess"),
        examples=page.examples,
    )


def _of_class(vocabulary: Vocabulary, name: str) -> Entry:
    page = read_page(vocabulary.pages.get(name, ""))
    held = [one for one in vocabulary.variables.values() if one.cls == name]
    facts = [("Held by", ", ".join(one.name for one in held))] if held else []
    return Entry(
        name,
        "class",
        (name,),
        page.summary,
        page.paragraphs,
        facts=tuple(facts),
        members=_fields(vocabulary, name),
        guess=page.note("Guess"),
        examples=page.examples,
    )


def _fields(vocabulary: Vocabulary, cls: str) -> tuple[tuple[str, str], ...]:
    fields = vocabulary.classes[cls].values()
    return tuple((field.name, f"{_described(field)}: {field.doc}") for field in fields)


def _described(field: Field) -> str:
    """Its type, and what is not so with most fields."""
    may = (field.writable, "can be assigned"), (field.nullable, "may be null")
    return ", ".join([_kind(field), *(text for is_so, text in may if is_so)])


def _kind(field: Field) -> str:
    return field.cls or field.constants or written_kind(field.kind)


def _of_member(
    vocabulary: Vocabulary, name: str, owner: str, member: str
) -> Entry | None:
    constant = vocabulary.constants.get(owner, {}).get(member)
    if constant is not None:
        return _of_constant(vocabulary, name, constant)
    variable = vocabulary.variables.get(owner)
    cls = variable.cls if variable is not None else owner
    field = vocabulary.classes.get(cls or "", {}).get(member)
    return None if field is None else _of_field(vocabulary, name, cls or "", field)


def _of_field(vocabulary: Vocabulary, name: str, cls: str, field: Field) -> Entry:
    page = read_page(_page_of_field(vocabulary, cls, field.name))
    facts = [("Type", _kind(field))]
    facts.append(("Access", "can be assigned." if field.writable else "read-only."))
    if field.nullable:
        facts.append(("Null", page.note("Null") or "where there is none."))
    return Entry(
        name,
        "field",
        (f"{_kind(field)} {name}",),
        field.doc,
        _prose(page),
        facts=(*facts, *_errors(page), *_level(field.since, field.until)),
        guess=page.note("Guess"),
        examples=page.examples,
    )


def _page_of_field(vocabulary: Vocabulary, cls: str, name: str) -> str:
    """Its own page, or that of the class from which it is inherited."""
    pages = vocabulary.pages
    own = pages.get(f"{cls}.{name}")
    inherited = pages.get(f"Message.{name}", "") if cls in HEIRS else ""
    return inherited if own is None else own


HEIRS = ("Request", "Response")
"""Classes that have every field of Message."""


def _of_list(vocabulary: Vocabulary, name: str) -> Entry:
    page = read_page(vocabulary.pages.get(name, ""))
    members = vocabulary.constants[name].values()
    return Entry(
        name,
        "list of constants",
        (f"{name}.Member",),
        page.summary,
        page.paragraphs,
        members=tuple((one.name, _worth(vocabulary, one)) for one in members),
        guess=page.note("Guess"),
        examples=page.examples,
    )


def _worth(vocabulary: Vocabulary, constant: Constant) -> str:
    said = read_page(vocabulary.pages.get(str(constant), "")).summary
    worth = f'{constant.number}, "{constant.text}"'
    return f"{worth}: {said}" if said else worth


def _of_constant(vocabulary: Vocabulary, name: str, constant: Constant) -> Entry:
    page = read_page(vocabulary.pages.get(str(constant), ""))
    of_list = read_page(vocabulary.pages.get(constant.list_name, ""))
    return Entry(
        name,
        "constant",
        (name,),
        page.summary or f"A member of {constant.list_name}: {of_list.summary}",
        page.paragraphs,
        facts=(("As number", str(constant.number)), ("As text", f'"{constant.text}"')),
        guess=of_list.note("Guess"),
        examples=page.examples,
    )


def _of_word(name: str) -> Entry:
    page = read_page(WORDS[name])
    notes = [note for note in page.notes if note[0] != "Guess"]
    what = "keyword" if name.isalpha() else "operator"
    return Entry(
        name,
        what,
        (name,),
        page.summary,
        page.paragraphs,
        facts=tuple(notes),
        guess=page.note("Guess"),
        examples=page.examples,
    )


def _prose(page: Page) -> tuple[str, ...]:
    """All of a page whose first sentence is said elsewhere."""
    return (page.summary, *page.paragraphs) if page.summary else page.paragraphs


def _errors(page: Page) -> Iterator[tuple[str, str]]:
    if page.note("Errors"):
        yield "Errors", page.note("Errors")
