"""What a manifest consists of: which elements and attributes, how often (§6.2)."""

from collections.abc import Mapping, Sequence

from mspllab.applications.reading.attribute_values import Complaints, did_you_mean
from mspllab.applications.reading.elements import Attribute, Element
from mspllab.errors import ManifestError

SCHEMAS = "http://schemas.microsoft.com/"
NEWEST = f"{SCHEMAS}lcs/2006/05"
NAMESPACES = {
    NEWEST: 2006,
    f"{SCHEMAS}lcs/2004/05": 2004,
    f"{SCHEMAS}lcs/2003/05": 2003,
    f"{SCHEMAS}rtc/2003/05": 2003,
    f"{SCHEMAS}lc/2003/05": 2003,
}
"""Namespace → the year that tells which servers know it."""
ROOT = "applicationManifest"
SCRIPT = "splScript"
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "serverFilter": ("roles",),
    "requestFilter": (
        *("methodNames", "registrarGenerated", "strictRoute", "domainSupported"),
        "phoneUri",
    ),
    "responseFilter": ("reasonCodes",),
    "proxyByDefault": ("action",),
    "allowRegistrationBeforeUserServices": (),
    "file": (
        *("name", "path", "keyColumnName", "ignoreCase", "delimitedBy", "static"),
    ),
    "column": ("name",),
    "scriptOnly": (),
    SCRIPT: (),
}
"""Element → the attributes it may have."""
CHILDREN: Mapping[str, tuple[str, ...]] = {
    ROOT: tuple(name for name in ATTRIBUTES if name != "column"),
    "file": ("column",),
}
"""Element → the elements it may hold."""
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "serverFilter": ("roles",),
    "proxyByDefault": ("action",),
    "file": ("name", "path"),
    "column": ("name",),
}
MANY = {"file", "column"}
"""Elements that may stand more than once."""


def checked_children(root: Element, to: Complaints) -> dict[str, list[Element]]:
    """The elements of the manifest by name, with complaints about all that is odd.

    Raises:
        ManifestError: the outermost element is not that of a manifest.
    """
    if root.name != ROOT:
        message = f"the outermost element is <{root.tag}>, not <{ROOT}>"
        to.add(312, message, root.place, "is this a manifest at all?")
        raise ManifestError(to.findings)
    _check_namespace(root, to)
    for attribute in root.attributes:
        if attribute.name != "appUri":
            _unknown_attribute(attribute, ("appUri",), to)
    children = known_children(root, root.namespace, to)
    for element in (element for found in children.values() for element in found):
        _check_element(element, root.namespace, to)
    _check_script(root, children, to)
    return children


def known_children(
    parent: Element, namespace: str, to: Complaints
) -> dict[str, list[Element]]:
    """The elements in `parent` by name; unknown ones and repetitions are reported."""
    found: dict[str, list[Element]] = {}
    if parent.stray is not None and parent.name != SCRIPT:
        message = "text stands here between the elements"
        to.add(331, message, parent.stray, "take it away, or see what is cut off")
    for element in parent.children:
        if element.name not in CHILDREN.get(parent.name, ()):
            _unknown_element(parent, element, to)
        elif element.namespace != namespace:
            _foreign(parent, element, to)
        elif element.name in found and element.name not in MANY:
            message = f"<{element.tag}> stands here for the second time"
            to.add(324, message, element.place, "keep one of the two")
        else:
            found.setdefault(element.name, []).append(element)
    return found


def _check_namespace(root: Element, to: Complaints) -> None:
    name = root.namespace
    if name in NAMESPACES:
        return
    declared = (d.value_place for d in root.declarations if d.value == name)
    place = next(declared, root.place)
    if name.startswith("https:") and f"http{name[5:]}" in NAMESPACES:
        message = f"the namespace {name} begins with https"
        to.add(314, message, place, f"write http{name[5:]}")
    elif not name:
        colon, prefix = root.tag.rpartition(":")[1], root.tag.rpartition(":")[0]
        message = f"<{root.tag}> is in no namespace"
        hint = f'write xmlns{colon}{prefix}="{NEWEST}" in this tag'
        to.add(313, message, root.place, hint)
    else:
        message = f"no server knows the namespace {name!r}"
        hint = f"since Office Communications Server 2007 it is {NEWEST}"
        to.add(313, message, place, hint)


def _unknown_element(parent: Element, element: Element, to: Complaints) -> None:
    if element.name == "script-only":
        message = f"<{element.tag}> is written with a hyphen"
        prefix = element.tag.removesuffix(element.name)
        to.add(318, message, element.place, f"write <{prefix}scriptOnly/>")
        return
    message = f"<{parent.tag}> has no <{element.tag}>"
    allowed = CHILDREN.get(parent.name, ())
    hint = did_you_mean(element.name, allowed) if allowed else "nothing stands in it"
    to.add(317, message, element.place, hint)


def _foreign(parent: Element, element: Element, to: Complaints) -> None:
    """An element of the right name in another namespace than the manifest."""
    prefix, colon, _ = parent.tag.rpartition(":")
    message = f"<{element.tag}> is not in the namespace of the manifest"
    to.add(313, message, element.place, f"write <{prefix}{colon}{element.name}>")


def _check_element(element: Element, namespace: str, to: Complaints) -> None:
    known = ATTRIBUTES[element.name]
    for attribute in element.attributes:
        if element.name == "allowRegistrationBeforeUserServices":
            message = f"{attribute.name} has no effect: the element's presence counts"
            hint = "to say no, leave the element out"
            to.add(330, message, attribute.name_place, hint)
        elif attribute.name not in known or attribute.namespace:
            _unknown_attribute(attribute, known, to)
        elif attribute.name == "phoneUri":
            message = "phoneUri has no effect here: what it means is not documented"
            to.add(330, message, attribute.name_place)
    check_required(element, to)
    for children in known_children(element, namespace, to).values():
        for child in children:
            _check_element(child, namespace, to)


def check_required(element: Element, to: Complaints) -> None:
    """Complain about attributes that are missing."""
    for name in REQUIRED.get(element.name, ()):
        if element.attribute(name) is None:
            message = f"<{element.tag}> has no {name}"
            to.add(327, message, element.place, f'write {name}="…"')


def _unknown_attribute(
    attribute: Attribute, known: Sequence[str], to: Complaints
) -> None:
    place = attribute.name_place
    if attribute.name in known:
        message = f"{attribute.name} is written with a prefix"
        to.add(319, message, place, "only appUri has one")
    elif attribute.name == "methodName":
        message = "methodName is written without its s"
        to.add(320, message, place, "write methodNames")
    else:
        message = f"there is no attribute {attribute.name} here"
        hint = did_you_mean(attribute.name, known) if known else "take it away"
        to.add(319, message, place, hint)


def _check_script(
    root: Element, children: Mapping[str, list[Element]], to: Complaints
) -> None:
    scripts = children.get(SCRIPT)
    if not scripts:
        prefix = root.tag.removesuffix(root.name)
        message = "there is no script in this manifest"
        hint = f"write <{prefix}{SCRIPT}><![CDATA[ … ]]></{prefix}{SCRIPT}>"
        to.add(325, message, root.place, hint)
        return
    late = root.children[root.children.index(scripts[0]) + 1 :]
    for element in late:
        if element.name != SCRIPT:
            message = f"<{element.tag}> stands behind the script"
            to.add(326, message, element.place, f"move it before <{scripts[0].tag}>")
