"""Word list: every name that the editor completes and explains, from the one table."""

from mspllab.applications.vocabulary import vocabulary_for
from mspllab.mspl.reference import entry, names
from mspllab.mspl.vocabulary import Level

VOCABULARY = vocabulary_for(Level.V2013)


def word_list() -> dict[str, list[str]]:
    """{name: [what it is, how it is written, its summary]}."""
    found = ((name, entry(VOCABULARY, name)) for name in names(VOCABULARY))
    words = {
        name: [one.what, " or ".join(one.forms), one.summary]
        for name, one in found
        if one is not None
    }
    for variable in VOCABULARY.variables.values():
        for field in VOCABULARY.classes.get(variable.cls or "", ()):
            name = f"{variable.name}.{field}"
            one = entry(VOCABULARY, name)
            if one is not None:
                words[name] = [one.what, " or ".join(one.forms), one.summary]
    return words


def page_of_word(name: str) -> str:
    """All that there is to say about a name; "" where the language lacks it."""
    found = entry(VOCABULARY, name)
    return "" if found is None else str(found)
