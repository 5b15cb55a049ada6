"""Elements: a manifest's XML as a tree that knows where everything stands.

Read with expat, DOCTYPE refused, so that no entity can be defined and no file fetched.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from mspllab.applications.reading.encoding import decoded, marked_encoding
from mspllab.applications.reading.ill_formed import ill_formed
from mspllab.errors import ManifestError, Place
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.source import Source

LARGEST = 1_000_000
"""Characters. The manifests of real applications have a few thousand."""
DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
PLAUSIBLE = re.compile(r"(?:utf|us|ascii|iso|latin|windows|cp)[\w-]*", re.IGNORECASE)
"""Names of encodings that files are written in; Python knows others, for other ends."""
SEPARATOR = "\x01"
"""What expat puts between namespace and name: a character that XML does not allow."""
ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
TAG_NAME = re.compile(r"<[^\s/>]+")


class Attribute(NamedTuple):
    """An attribute."""

    namespace: str
    """"" for names without a prefix."""
    name: str
    value: str
    name_place: Place
    value_place: Place
    """Between the quotation marks."""


@dataclass(slots=True)
class Element:
    """An element with what stands in it."""

    namespace: str
    name: str
    """Without the prefix."""
    tag: str
    """With it, as written."""
    place: Place
    start: int
    """Offset of the content, just behind the start tag."""
    attributes: list[Attribute] = field(default_factory=list)
    declarations: list[Attribute] = field(default_factory=list)
    """Those of prefixes: xmlns:name, or xmlns alone with the name ""."""
    children: list["Element"] = field(default_factory=list)
    stray: Place | None = None
    """Where text begins that stands between the children."""
    end: int = 0
    """Offset of the end tag."""

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, with or without a prefix."""
        return next((a for a in self.attributes if a.name == name), None)


def readable_text(data: bytes | str, path: str) -> str:
    """The text of a manifest with its line ends made one character.

    Raises:
        ManifestError: it cannot be text, or is far too long.
    """
    text = data if isinstance(data, str) else decoded(data, encoding_of(data, path))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    start = Place(path, 1, 1)
    if len(text) > LARGEST:
        raise unreadable(f"the file has {len(text):,} characters", start)
    if not text.strip():
        raise unreadable("the file is empty", start)
    return text


def read_elements(text: str, path: str) -> Element:
    """The outermost element of a manifest.

    Raises:
        ManifestError: it is no well-formed XML, or has a DOCTYPE.
    """
    reader = _Reader(text, path)
    try:
        reader.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise ManifestError(ill_formed(text, path, error)) from None
    assert reader.root is not None, "expat refuses files without an element"
    return reader.root


def encoding_of(data: bytes, path: str) -> str:
    """The encoding that these bytes can be read in.

    Raises:
        ManifestError: there is none: they are no text, or not what the file says.
    """
    start = Place(path, 1, 1)
    marked = marked_encoding(data)
    if b"\0" in data[:1000] and marked is None:
        raise unreadable("the file is not text: it has null bytes in it", start)
    match = DECLARED.match(data[:200])
    declared = match[1].decode("ascii") if match and not marked else None
    if declared and declared.lower().startswith("utf-16"):
        message = f"the file says that it is {declared}, but its bytes are not"
        raise unreadable(message, start, 'write encoding="utf-8"')
    if declared and not PLAUSIBLE.fullmatch(declared):
        raise unreadable(f"there is no encoding called {declared}", start)
    encoding = marked or declared or "utf-8"
    try:
        data.decode(encoding)
    except LookupError:
        raise unreadable(f"there is no encoding called {declared}", start) from None
    except UnicodeDecodeError as error:
        raise _wrong_bytes(data, path, error) from None
    return encoding


def _wrong_bytes(data: bytes, path: str, error: UnicodeDecodeError) -> ManifestError:
    before = data[: error.start].decode("latin-1")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    message = f"byte 0x{data[error.start]:02X} cannot stand in {error.encoding} text"
    hint = 'save the file as UTF-8, or declare its encoding: encoding="windows-1252"'
    return unreadable(message, Place(path, line, column), hint)


def unreadable(message: str, place: Place, hint: str = "") -> ManifestError:
    """The error that a file is no text."""
    return ManifestError([Finding.of("MSPL308", message, place, hint)])


class _Reader:
    """Takes expat's events and builds the tree."""

    def __init__(self, text: str, path: str) -> None:
        self.source = Source(text, path)
        self.root: Element | None = None
        self._open: list[Element] = []
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.parser = expat.ParserCreate("utf-8", SEPARATOR)
        self.parser.namespace_prefixes = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    @property
    def _offset(self) -> int:
        line = self._line_starts[self.parser.CurrentLineNumber - 1]
        return line + self.parser.CurrentColumnNumber

    def _start(self, name: str, attributes: list[str]) -> None:
        offset = self._offset
        match = TAG_NAME.match(self.source.text, offset)
        assert match is not None, "an element starts with its tag"
        namespace, local = _split_name(name)
        place = self.source.place(*match.span())
        element = Element(namespace, local, match[0][1:], place, match.end())
        self._read_attributes(element, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _read_attributes(self, element: Element, attributes: list[str]) -> None:
        """Names and values as expat gives them, places as the text has them."""
        pairs = iter(attributes)
        text = self.source.text
        while match := ATTRIBUTE.match(text, element.start):
            element.start = match.end()
            name, written = match[1], match[2][1:-1]
            start, end = match.span(2)
            places = (
                self.source.place(*match.span(1)),
                self.source.place(start + 1, end - 1),
            )
            if name == "xmlns" or name.startswith("xmlns:"):
                declaration = Attribute("", name[6:], written, *places)
                element.declarations.append(declaration)
            else:
                key = _split_name(next(pairs))
                element.attributes.append(Attribute(*key, next(pairs), *places))
        element.start = text.index(">", element.start) + 1

    def _characters(self, text: str) -> None:
        element = self._open[-1]
        if element.stray is None and text.strip():
            start = self._offset + len(text) - len(text.lstrip())
            element.stray = self.source.place(start, start + len(text.strip()))

    def _end(self, name: str) -> None:
        element = self._open.pop()
        element.end = max(self._offset, element.start)

    def _refuse_doctype(self, *about: object) -> None:
        start = self.source.text.find("<!DOCTYPE")
        place = self.source.place(max(start, 0), max(start, 0) + len("<!DOCTYPE"))
        message = "a manifest has no document type"
        hint = "take the <!DOCTYPE …> away"
        raise ManifestError([Finding.of("MSPL307", message, place, hint)])


def _split_name(name: str) -> tuple[str, str]:
    """Namespace and local name out of expat's triple of namespace, name and prefix."""
    parts = name.split(SEPARATOR)
    return (parts[0], parts[1]) if len(parts) > 1 else ("", name)
