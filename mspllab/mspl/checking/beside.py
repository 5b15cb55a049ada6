"""Beside: errors of meaning that hold although the grammar is broken elsewhere.

Where the parser got lost, statements are missing from the tree. So nothing is told that
a missing one could change: who assigns a variable, what stands in a loop, what a
function gives back.
"""

from collections.abc import Iterable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checker import check_tree
from mspllab.mspl.checking.report import MANY
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.spelling import did_you_mean
from mspllab.mspl.vocabulary import Vocabulary

TOO_DEEP: Final = "MSPL115"
UNKNOWN_FUNCTION: Final = "MSPL201"
LASTING: Final = frozenset(
    ("MSPL203", "MSPL204", "MSPL205", "MSPL208", "MSPL209", "MSPL214", "MSPL215")
)
"""What one statement says by itself, whatever the others say."""


def errors_beside(
    wrong: Iterable[Finding],
    script: nodes.Script,
    source: Source,
    vocabulary: Vocabulary,
    settings: Settings,
) -> list[Finding]:
    """Errors of the statements that the parser understood, on lines without others."""
    lines = {finding.place.line for finding in wrong}
    if any(finding.code == TOO_DEEP for finding in wrong):
        return []
    found = check_tree(script, source, vocabulary, settings).findings
    errors = [one for one in found if one.is_error and one.place.line not in lines]
    return [one for one in errors[:MANY] if _lasts(one, vocabulary)]


def _lasts(finding: Finding, vocabulary: Vocabulary) -> bool:
    """An unknown function may be one that got lost, unless it is nearly a built-in."""
    if finding.code != UNKNOWN_FUNCTION:
        return finding.code in LASTING
    place = finding.place
    name = place.text[place.column - 1 : place.column - 1 + place.length]
    return bool(did_you_mean(name, vocabulary.functions, vocabulary.misspelt))
