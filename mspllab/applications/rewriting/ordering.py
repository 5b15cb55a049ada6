"""What stands too often, in the wrong place, or does not go together."""

from collections.abc import Iterator

from mspllab.applications.reading.elements import Element
from mspllab.applications.reading.script_text import script_source
from mspllab.applications.reading.structure import MANY, SCRIPT
from mspllab.applications.rewriting.draft import Edit
from mspllab.applications.rewriting.located import Located
from mspllab.applications.vocabulary import vocabulary_for
from mspllab.mspl.lexer import scan
from mspllab.mspl.tokens import NAME
from mspllab.mspl.vocabulary import Level

EARLY = "allowRegistrationBeforeUserServices"


def ordering_edits(located: Located, root: Element) -> Iterator[Edit]:
    """Edits after which each element stands once, before the script."""
    yield from _twins(located, root)
    yield from _early(located, root)
    yield from _late(located, root)
    yield from _dispatching(located, root)


def _twins(located: Located, root: Element) -> Iterator[Edit]:
    """Elements that say the same twice."""
    seen: dict[str, str] = {}
    for element in root.children:
        start, end = located.element(element)
        text = located.text[start:end]
        first = seen.setdefault(element.name, text)
        if element.place is not root.children[0].place and element.name not in MANY:
            is_twin = any(
                one is not element and one.name == element.name
                for one in root.children[: root.children.index(element)]
            )
            if is_twin and text == first:
                why = f"<{element.tag}> stood a second time"
                yield Edit(*located.with_space(element), "", why)


def _early(located: Located, root: Element) -> Iterator[Edit]:
    """What was written into the element that only counts by being there."""
    for element in root.children:
        if element.name != EARLY or not element.attributes:
            continue
        if [attribute.value for attribute in element.attributes] == ["false"]:
            why = f"<{element.tag}> says yes by being there, so it was taken away"
            yield Edit(*located.with_space(element), "", why)
            continue
        for attribute in element.attributes:
            why = f"{attribute.name} has no effect on <{element.tag}>"
            yield Edit(*located.whole(attribute), "", why)


def _late(located: Located, root: Element) -> Iterator[Edit]:
    """Elements that stand behind the script."""
    script = next((one for one in root.children if one.name == SCRIPT), None)
    if script is None:
        return
    into, _ = located.with_space(script)
    for element in root.children[root.children.index(script) + 1 :]:
        if element.name == SCRIPT:
            continue
        start, end = located.with_space(element)
        why = f"<{element.tag}> stood behind the script, which comes last"
        yield Edit(into, into, located.text[start:end], "")
        yield Edit(start, end, "", why)


def _dispatching(located: Located, root: Element) -> Iterator[Edit]:
    """The element scriptOnly over a script that hands messages to managed code."""
    names = {one.name: one for one in root.children}
    only, script = names.get("scriptOnly"), names.get(SCRIPT)
    if only is None or script is None:
        return
    tokens, _ = scan(script_source(located.text, "", script))
    functions = vocabulary_for(Level.V2013).functions
    managed = {name for name, one in functions.items() if one.needs_managed}
    called = zip(tokens.kinds, tokens.texts, tokens.kinds[1:], strict=False)
    for kind, text, following in called:
        if kind == NAME and text in managed and following == "(":
            why = (
                f"the script calls {text}, which needs managed code, so scriptOnly "
                "was taken away"
            )
            yield Edit(*located.with_space(only), "", why)
            return
