"""Manifest: an .am file, read and checked (mspl.md §6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mspllab.applications.filters import (
    EVERY_REQUEST,
    EVERY_RESPONSE,
    RequestFilter,
    ResponseFilter,
)
from mspllab.applications.flat_file import CELLS, NO_PLACE, FileDeclaration
from mspllab.applications.reading.attribute_values import (
    Complaints,
    did_you_mean,
    flag,
    listed,
    method_name,
    one_of,
    reason_class,
    role,
)
from mspllab.applications.reading.elements import (
    Element,
    read_elements,
    readable_text,
)
from mspllab.applications.reading.script_text import script_source
from mspllab.applications.reading.structure import NAMESPACES, SCRIPT, checked_children
from mspllab.applications.vocabulary import vocabulary_for
from mspllab.errors import ManifestError
from mspllab.mspl.diagnostics import Finding, in_order
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import KEYWORDS
from mspllab.mspl.vocabulary import Applies, Level

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
FULL_URL = re.compile(r"https?://[^\s/]+\S*")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an .am file says, and where its script stands in it."""

    path: str
    text: str
    """The whole file, line ends made one character."""
    app_uri: str
    year: int
    """Of its namespace: 2003, 2004 or 2006."""
    source: Source
    """The script."""
    request_filter: RequestFilter = EVERY_REQUEST
    response_filter: ResponseFilter = EVERY_RESPONSE
    proxy_by_default: bool = True
    script_only: bool = False
    allow_registration_before_user_services: bool = False
    roles: frozenset[str] | None = None
    """Servers that may run it, members of the list ServerRole; None: all."""
    files: tuple[FileDeclaration, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def null_as_empty(self) -> bool:
        """Whether functions that find nothing answer "" to this application."""
        return self.year == min(NAMESPACES.values())

    @property
    def applies(self) -> Applies:
        """The kinds of messages that the filters let in."""
        if self.response_filter.classes == frozenset():
            return Applies.REQUEST
        no_requests = self.request_filter.methods == frozenset()
        return Applies.RESPONSE if no_requests else Applies.ANY

    def __deepcopy__(self, memo: object) -> "Manifest":
        return self


def read_manifest(data: bytes | str, path: str) -> Manifest:
    """What the .am file `path` with this content says.

    Raises:
        ManifestError: something in it is wrong; it lists everything that is.
    """
    manifest = examine_manifest(data, path)
    errors = [finding for finding in manifest.findings if finding.is_error]
    if errors:
        raise ManifestError(errors)
    return manifest


def examine_manifest(data: bytes | str, path: str) -> Manifest:
    """The same, with the errors among its findings as long as there is a script.

    Raises:
        ManifestError: it is no XML, no manifest, or has no script.
    """
    text = readable_text(data, path)
    root = read_elements(text, path)
    to = Complaints()
    elements = checked_children(root, to)
    if SCRIPT not in elements:
        raise ManifestError(in_order(to.findings))
    return _manifest(text, path, root, elements, to)


def _manifest(
    text: str,
    path: str,
    root: Element,
    elements: Mapping[str, list[Element]],
    to: Complaints,
) -> Manifest:
    def the(name: str) -> Element:
        """The element, or one without attributes where it is left out."""
        return elements[name][0] if name in elements else ABSENT

    methods = listed(the("requestFilter"), "methodNames", method_name, to=to)
    generated, strict, supported = (
        flag(the("requestFilter"), name, default=False, to=to)
        for name in ("registrarGenerated", "strictRoute", "domainSupported")
    )
    classes = listed(the("responseFilter"), "reasonCodes", reason_class, to=to)
    manifest = Manifest(
        path=path,
        text=text,
        app_uri=_app_uri(root, to),
        year=NAMESPACES.get(root.namespace, max(NAMESPACES.values())),
        source=script_source(text, path, the(SCRIPT)),
        request_filter=RequestFilter(methods, generated, strict, supported),
        response_filter=ResponseFilter(classes),
        proxy_by_default=flag(the("proxyByDefault"), "action", default=True, to=to),
        script_only="scriptOnly" in elements,
        allow_registration_before_user_services=(
            "allowRegistrationBeforeUserServices" in elements
        ),
        roles=listed(the("serverFilter"), "roles", role, to=to),
        files=_files(elements.get("file", []), to),
    )
    return replace(manifest, findings=tuple(in_order(to.findings)))


VOCABULARY = vocabulary_for(Level.V2013)
BUILT_IN = {*VOCABULARY.functions, *VOCABULARY.variables, *VOCABULARY.constants}
"""Names that a data file cannot have, since scripts use them for something else."""
ABSENT = Element("", "", "", NO_PLACE, 0)


def _app_uri(root: Element, to: Complaints) -> str:
    attribute = root.attribute("appUri")
    if attribute is None:
        prefix = root.tag.removesuffix(root.name)
        hint = f'write {prefix}appUri="http://lab.example/apps/NAME" in this tag'
        to.add(315, f"<{root.tag}> has no appUri", root.place, hint)
        return ""
    value, place = attribute.value, attribute.value_place
    for twin in root.attributes:
        if twin.name == "appUri" and twin is not attribute:
            message = "appUri stands twice, with a prefix and without"
            to.add(324, message, twin.name_place, "keep the one with the prefix")
    if attribute.namespace not in ("", root.namespace):
        message = "appUri has the prefix of another namespace"
        to.add(319, message, attribute.name_place, "write the manifest's own prefix")
    if value != value.strip():
        message = "a blank stands at the start or end of the appUri"
        to.add(316, message, place, "the server compares it letter by letter")
    elif not FULL_URL.fullmatch(value):
        to.add(316, f"the appUri {value!r} is no full URL", place, _url_hint(value))
    return value.strip()


def _url_hint(value: str) -> str:
    if re.search(r"\s", value):
        return "write it without blanks"
    if value and "://" not in value:
        return f"write http://{value}"
    return "it begins with http:// and goes on with a host name"


def _files(elements: list[Element], to: Complaints) -> tuple[FileDeclaration, ...]:
    files: dict[str, FileDeclaration] = {}
    for element in elements:
        file = _file(element, to)
        if file.name in files:
            message = f"there are two files called {file.name}"
            to.add(324, message, element.place, "name one of them differently")
        files.setdefault(file.name, file)
    return tuple(files.values())


def _file(element: Element, to: Complaints) -> FileDeclaration:
    columns = tuple(
        _identifier(child, to) for child in element.children if child.name == "column"
    )
    delimiter = element.attribute("delimitedBy")
    words = tuple(CELLS)
    delimited_by = one_of(delimiter, words, to=to) if delimiter is not None else None
    if not columns:
        prefix = element.tag.removesuffix(element.name)
        hint = f'write <{prefix}column name="…"/> for each column'
        to.add(327, f"<{element.tag}> has no column", element.place, hint)
    for name in {name for name in columns if columns.count(name) > 1}:
        message = f"two columns are called {name}"
        to.add(324, message, element.place, "name one of them differently")
    path = element.attribute("path")
    if path is not None and not path.value.strip():
        hint = "write a file's name, or a UNC path"
        to.add(327, "the path of this file is empty", path.value_place, hint)
    return FileDeclaration(
        name=_identifier(element, to),
        path=path.value if path else "",
        columns=columns,
        key_column=_key_column(element, columns, to),
        ignore_case=flag(element, "ignoreCase", default=False, to=to),
        delimited_by=delimited_by or "comma",
        static=flag(element, "static", default=False, to=to),
        place=element.place,
    )


def _identifier(element: Element, to: Complaints) -> str:
    """The name attribute, which scripts must be able to write."""
    attribute = element.attribute("name")
    if attribute is None:
        return ""
    if not IDENTIFIER.fullmatch(attribute.value):
        message = f"no script can write the name {attribute.value!r}"
        hint = "use letters, digits and underscores, no digit first"
        to.add(329, message, attribute.value_place, hint)
    elif attribute.value in KEYWORDS:
        message = f"{attribute.value} is a word of the language, and no name"
        to.add(329, message, attribute.value_place, "choose another name")
    elif element.name == "file" and attribute.value in BUILT_IN:
        message = f"the name {attribute.value} is taken: scripts find it built in"
        to.add(329, message, attribute.value_place, "choose another name")
    return attribute.value


def _key_column(
    element: Element, columns: tuple[str, ...], to: Complaints
) -> str | None:
    key, case = element.attribute("keyColumnName"), element.attribute("ignoreCase")
    if key is None:
        if case is not None:
            message = "ignoreCase stands without keyColumnName"
            hint = "name the column whose values are the keys"
            to.add(328, message, case.name_place, hint)
        return None
    if key.value in columns:
        return key.value
    message = f"there is no column {key.value!r} in this file"
    to.add(328, message, key.value_place, did_you_mean(key.value, columns))
    return None
