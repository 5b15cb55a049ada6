"""Names in a manifest that are nearly right: elements, attributes, the namespace."""

from collections.abc import Iterable, Iterator

from mspllab.applications.reading.elements import Attribute, Element
from mspllab.applications.reading.structure import (
    ATTRIBUTES,
    CHILDREN,
    NAMESPACES,
    NEWEST,
    ROOT,
)
from mspllab.applications.rewriting.draft import Edit
from mspllab.applications.rewriting.located import Located
from mspllab.mspl.spelling import nearest

SPOKEN = {name.lower(): name for name in NAMESPACES}
"""Namespace in small letters → as it is."""


def naming_edits(located: Located, root: Element) -> Iterator[Edit]:
    """Edits after which everything has its right name, where that can be told."""
    if root.name != ROOT:
        if root.name.lower() == ROOT.lower() or nearest(root.name, (ROOT,)):
            tag = _prefixed(root, ROOT)
            yield from located.new_tag(root, tag, f"<{root.tag}> is written <{tag}>")
        return
    yield from _namespace(located, root)
    for attribute in root.attributes:
        yield from _root_attribute(located, root, attribute)
    for child in root.children:
        yield from _element(located, root, child, CHILDREN[ROOT])


def _prefixed(near: Element, name: str) -> str:
    return near.tag.removesuffix(near.name) + name


def _namespace(located: Located, root: Element) -> Iterator[Edit]:
    written = root.namespace
    if written in NAMESPACES:
        return
    if not written:
        prefix = root.tag.rpartition(":")[0]
        at = located.offset(root.place) + 1 + len(root.tag)
        colon = ":" if prefix else ""
        why = f"<{root.tag}> was in no namespace; the newest was added"
        yield Edit(at, at, f' xmlns{colon}{prefix}="{NEWEST}"', why)
        return
    plain = written.strip().rstrip("/").lower().replace("https://", "http://")
    right = SPOKEN.get(plain) or SPOKEN.get(f"http://{plain}")
    for declaration in root.declarations:
        if declaration.value == written and right is not None:
            why = f"the namespace {written.strip()} is written {right}"
            yield located.new_value(declaration, right, why)


def _root_attribute(
    located: Located, root: Element, attribute: Attribute
) -> Iterator[Edit]:
    prefix = root.tag.removesuffix(root.name)
    foreign = attribute.namespace not in ("", root.namespace)
    if attribute.name != "appUri":
        if root.attribute("appUri") is None and nearest(attribute.name, ("appUri",)):
            why = f"the attribute {attribute.name} is written appUri"
            yield located.new_name(attribute, f"{prefix}appUri", why)
    elif foreign:
        why = "appUri had the prefix of another namespace"
        yield located.new_name(attribute, f"{prefix}appUri", why)


def _element(
    located: Located, parent: Element, element: Element, allowed: Iterable[str]
) -> Iterator[Edit]:
    name = _right_name(element.name, allowed)
    tag = _prefixed(parent, name or element.name)
    if name is not None and (
        element.namespace != parent.namespace or tag != element.tag
    ):
        if element.namespace == parent.namespace:
            tag = _prefixed(element, name)
        if tag != element.tag:
            why = f"<{element.tag}> is written <{tag}>"
            yield from located.new_tag(element, tag, why)
    if name is None:
        return
    for attribute in element.attributes:
        yield from _attribute(located, element, attribute, ATTRIBUTES[name])
    for child in element.children:
        yield from _element(located, parent, child, CHILDREN.get(name, ()))


def _attribute(
    located: Located, element: Element, attribute: Attribute, known: tuple[str, ...]
) -> Iterator[Edit]:
    name = _right_name(attribute.name, known)
    if name is None:
        return
    if name != attribute.name and element.attribute(name) is not None:
        return
    if attribute.namespace:
        why = f"{attribute.name} was written with a prefix, which only appUri has"
        yield located.new_name(attribute, name, why)
    elif name != attribute.name:
        why = f"the attribute {attribute.name} is written {name}"
        yield located.new_name(attribute, name, why)


def _right_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that was meant; None where none is near."""
    names = tuple(known)
    if name in names:
        return name
    if name == "script-only" and "scriptOnly" in names:
        return "scriptOnly"
    return {one.lower(): one for one in names}.get(name.lower()) or nearest(name, names)
