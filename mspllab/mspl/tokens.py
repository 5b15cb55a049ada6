"""Tokens: the words and signs of a script, and what stands between them.

The kind of a keyword or sign is its own text, so that `kind == "("` in the parser reads
like the grammar; an Enum would cost a third of the parser's time for no clearer test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

NAME: Final = "name"
NUMBER: Final = "number"
STRING: Final = "text"
WRONG: Final = "wrong"
"""Characters that are no token; the lexer has reported them."""
END: Final = "end"

KEYWORDS: Final = frozenset(
    {
        "break",
        "case",
        "continue",
        "default",
        "else",
        "false",
        "foreach",
        "function",
        "if",
        "in",
        "null",
        "return",
        "switch",
        "true",
        "while",
    }
)
SIGNS: Final = frozenset(
    ("!", "==", "!=", "<", "<=", ">", ">=", "=", ".", "[", "]", "(", ")", "{", "}")
) | {",", ";", ":", "&&", "||", "+", "-"}


class Token(NamedTuple):
    """One word or sign."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class TokenStream:
    """Tokens as parallel lists; a script has thousands, the parser reads one list.

    The last token is `END`. `gaps[i]` is the white space and the comments before token
    `i`, so the gaps and texts joined are the script again.
    """

    kinds: list[str]
    texts: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, index: int) -> Token:
        return Token(
            self.kinds[index], self.texts[index], self.starts[index], self.ends[index]
        )

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.kinds, self.texts, self.starts, self.ends)
