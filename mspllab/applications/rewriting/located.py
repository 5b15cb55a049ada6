"""Where the parts of an element stand in the text, as offsets to be edited."""

from typing import NamedTuple

from mspllab.applications.reading.elements import Attribute, Element
from mspllab.applications.rewriting.draft import Edit
from mspllab.errors import Place


class Located(NamedTuple):
    """A text that is XML, and where each of its lines begins."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Located":
        """The same with its lines counted."""
        lines = text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        return cls(text, tuple(starts))

    def offset(self, place: Place) -> int:
        """Where a place is."""
        return self.starts[place.line - 1] + place.column - 1

    def value(self, attribute: Attribute) -> tuple[int, int]:
        """The value of an attribute, between its quotation marks."""
        start = self.offset(attribute.value_place)
        return start, self.text.index(self.text[start - 1], start)

    def whole(self, attribute: Attribute) -> tuple[int, int]:
        """The attribute with the white space before it."""
        start = self.offset(attribute.name_place)
        blanks = len(self.text[:start]) - len(self.text[:start].rstrip())
        return start - blanks, self.value(attribute)[1] + 1

    def element(self, element: Element) -> tuple[int, int]:
        """The element from its < to its >."""
        start = self.offset(element.place)
        if self.is_empty(element):
            return start, element.start
        return start, self.text.index(">", element.end) + 1

    def is_empty(self, element: Element) -> bool:
        """Whether its tag ends in />, so that no other closes it."""
        return self.text.endswith("/>", 0, element.start)

    def with_space(self, element: Element) -> tuple[int, int]:
        """The element with the white space before it."""
        start, end = self.element(element)
        return len(self.text[:start].rstrip()), end

    def new_value(self, attribute: Attribute, value: str, why: str) -> Edit:
        """Another value for an attribute; it has nothing that XML would mind."""
        return Edit(*self.value(attribute), value, why)

    def new_name(self, attribute: Attribute, name: str, why: str) -> Edit:
        """Another name for an attribute, prefix and all."""
        start = self.offset(attribute.name_place)
        return Edit(start, start + attribute.name_place.length, name, why)

    def new_tag(self, element: Element, tag: str, why: str) -> list[Edit]:
        """Another name for an element, where it opens and where it closes."""
        start, _ = self.element(element)
        edits = [Edit(start + 1, start + 1 + len(element.tag), tag, why)]
        if not self.is_empty(element):
            at = element.end + 2
            edits.append(Edit(at, at + len(element.tag), tag, ""))
        return edits
