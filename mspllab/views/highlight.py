"""Highlighting of scripts and manifests, for whatever colours text with Pygments.

JupyterLab's exports, Sphinx and `pygmentize` find the two lexers by the entry points of
`pyproject.toml`, or by the names `mspl` and `mspl-manifest`.
"""

from collections.abc import Iterator

from pygments.lexer import Lexer, bygroups, using
from pygments.lexers.html import XmlLexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
    _TokenType,
)

from mspllab.views import colouring

KINDS = {
    colouring.BLANK: Whitespace,
    colouring.COMMENT: Comment.Multiline,
    colouring.TEXT: String,
    colouring.ESCAPED: String.Escape,
    colouring.HEX: Number.Hex,
    colouring.FLOAT: Number.Float,
    colouring.INTEGER: Number.Integer,
    colouring.KEYWORD: Keyword,
    colouring.VALUE: Keyword.Constant,
    colouring.DEFINITION: Keyword.Declaration,
    colouring.LIST: Name.Class,
    colouring.CONSTANT: Name.Constant,
    colouring.FIELD: Name.Attribute,
    colouring.BUILTIN: Name.Builtin,
    colouring.VARIABLE: Name.Builtin.Pseudo,
    colouring.CALL: Name.Function,
    colouring.OTHER: Name,
    colouring.OPERATOR: Operator,
    colouring.SIGN: Punctuation,
    colouring.WRONG: Error,
}
"""What a part of a script is → what Pygments calls that."""


class MsplLexer(Lexer):  # type: ignore[misc]
    """MSPL, with the built-in names of the Front End's vocabulary."""

    name = "MSPL"
    aliases = ("mspl",)
    filenames = ("*.mspl",)
    url = "https://learn.microsoft.com/lync/server-sdk"
    version_added = ""

    def get_tokens_unprocessed(
        self, text: str
    ) -> Iterator[tuple[int, _TokenType, str]]:
        """Where each part begins, what it is, and its text."""
        at = 0
        for sort, part in colouring.parts(text):
            is_line = part.startswith("//")
            yield at, Comment.Single if is_line else KINDS[sort], part
            at += len(part)


class MsplManifestLexer(XmlLexer):  # type: ignore[misc]
    """A manifest: XML with MSPL in its CDATA section."""

    name = "MSPL manifest"
    aliases = ("mspl-manifest",)
    filenames = ("*.am",)
    mimetypes = ()
    tokens = {  # noqa: RUF012, as Pygments wants it
        **XmlLexer.tokens,
        "root": [
            (
                r"(<!\[CDATA\[)(.*?)(\]\]>)",
                bygroups(Comment.Preproc, using(MsplLexer), Comment.Preproc),
            ),
            *XmlLexer.tokens["root"],
        ],
    }

    def analyse_text(text: str) -> float:
        """How surely `text` is a manifest, from 0 to 1."""
        return 1.0 if "applicationManifest" in text and "splScript" in text else 0.0
