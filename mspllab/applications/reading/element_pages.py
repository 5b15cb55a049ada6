"""What every element of a manifest is for, as pages and entries (mspl.md §6)."""

from collections.abc import Mapping

from mspllab.applications.reading.structure import (
    ATTRIBUTES,
    CHILDREN,
    MANY,
    REQUIRED,
    ROOT,
    SCRIPT,
)
from mspllab.mspl.entry import Entry
from mspllab.mspl.page import read_page

ELEMENT_PAGES: Mapping[str, str] = {
    ROOT: """The outermost element: one application.

    The prefix of its namespace is free, and all elements have it; of the attributes
    only appUri does.

    appUri: the unique name of the application, an http URL. It is compared letter by
        letter with the one that New-CsServerApplication was given.
    Guess: appUri is accepted without its prefix, too.
    """,
    "serverFilter": """The servers that may run it.

    roles: ALL, or members of ServerRole with commas between them.
    """,
    "requestFilter": """The requests that the script sees.

    methodNames: ALL, or methods with commas between them; OTHER is every unknown one.
    registrarGenerated: also those that the server makes itself, such as notifications.
    strictRoute: also those with a Route header, such as BYE and ACK within a call.
    domainSupported: only those for domains that are served here.
    phoneUri: nothing is known of it.
    Guess: an element that is missing lets in everything that its defaults do.
    """,
    "responseFilter": """The responses that the script sees.

    reasonCodes: ALL, NONE, or classes with commas between them, as in 4XX,5XX.
    """,
    "proxyByDefault": """What becomes of messages that the script does not handle.

    action: true, the default, passes them on; false throws them away.
    """,
    "allowRegistrationBeforeUserServices": """Lets the application stand above
    UserServices in the server's list; without it such a priority is refused.
    """,
    "file": """A flat file that the script reads as name[index].column.

    name: what the script calls it.
    path: where it is, from the manifest's folder.
    keyColumnName: the column whose values may stand in the brackets; each only once.
    ignoreCase: keys are found in any case.
    delimitedBy: what stands between two cells: comma, tab, space and their like.
    static: it is read once and never again.
    """,
    "column": """A column of a flat file, in its order.

    name: what the script calls it.
    """,
    "scriptOnly": """There is no managed part: Dispatch does not compile.

    """,
    SCRIPT: """The script, in a CDATA section; it stands last.

    """,
}
"""Element → its page; the labels are its attributes."""


def element_entry(name: str) -> Entry | None:
    """The entry of an element; None where manifests have no such."""
    if name not in ELEMENT_PAGES:
        return None
    page = read_page(ELEMENT_PAGES[name])
    attributes = ATTRIBUTES.get(name, ("appUri",))
    said = tuple((label, text) for label, text in page.notes if label in attributes)
    return Entry(
        name,
        "manifest element",
        (_written(name, attributes),),
        page.summary,
        page.paragraphs,
        parameters=said,
        facts=tuple(_facts(name)),
        guess=page.note("Guess"),
    )


def _written(name: str, attributes: tuple[str, ...]) -> str:
    """`<requestFilter methodNames="…" …/>`."""
    said = "".join([f' {one}="…"' for one in attributes])
    return f"<{name}{said}/>"


def _facts(name: str) -> list[tuple[str, str]]:
    inside = next((parent for parent, held in CHILDREN.items() if name in held), "")
    facts = [("Where", f"inside {inside}.")] if inside else []
    if name == SCRIPT:
        facts.append(("How often", "exactly once."))
    elif name != ROOT:
        facts.append(("How often", "any number." if name in MANY else "once at most."))
    required = REQUIRED.get(name, ("appUri",) if name == ROOT else ())
    if required:
        facts.append(("Must have", f"{' and '.join(required)}."))
    return facts
