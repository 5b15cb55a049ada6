"""Highlighting of scripts and manifests, for whatever colours text with Pygments.

JupyterLab's exports, Sphinx and `pygmentize` find the two lexers by the entry points of
`pyproject.toml`, or by the names `mspl` and `mspl-manifest`.
"""

import re
from collections.abc import Iterable

from pygments.lexer import RegexLexer, bygroups, using, words
from pygments.lexers.html import XmlLexer
from pygments.token import (
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
)

from mspllab.applications.vocabulary import vocabulary_for
from mspllab.mspl.tokens import KEYWORDS
from mspllab.mspl.vocabulary import Level

VOCABULARY = vocabulary_for(Level.V2013)
VALUES = {"true", "false", "null"}
IDENTIFIER = r"[^\W\d]\w*"


def _words(names: Iterable[str]) -> words:
    return words(sorted(names), prefix=r"\b", suffix=r"\b")


class MsplLexer(RegexLexer):  # type: ignore[misc]
    """MSPL, with the built-in names of the Front End's vocabulary."""

    name = "MSPL"
    aliases = ("mspl",)
    filenames = ("*.mspl",)
    url = "https://learn.microsoft.com/lync/server-sdk"
    version_added = ""
    flags = re.DOTALL
    tokens = {  # noqa: RUF012, as Pygments wants it
        "root": [
            (r"\s+", Whitespace),
            (r"//[^\n]*", Comment.Single),
            (r"/\*.*?\*/", Comment.Multiline),
            (r'"', String, "text"),
            (r"0[xX][0-9a-fA-F]+", Number.Hex),
            (r"\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)", Number.Float),
            (r"\d+", Number.Integer),
            (r"function\b", Keyword.Declaration),
            (_words(VALUES), Keyword.Constant),
            (_words(KEYWORDS - VALUES), Keyword),
            (
                rf"({'|'.join(VOCABULARY.constants)})\b(\s*)(\.)(\s*)({IDENTIFIER})",
                bygroups(
                    Name.Class, Whitespace, Punctuation, Whitespace, Name.Constant
                ),
            ),
            (
                rf"(\.)(\s*)({IDENTIFIER})",
                bygroups(Punctuation, Whitespace, Name.Attribute),
            ),
            (_words(VOCABULARY.functions), Name.Builtin),
            (_words(VOCABULARY.variables), Name.Builtin.Pseudo),
            (rf"{IDENTIFIER}(?=\s*\()", Name.Function),
            (IDENTIFIER, Name),
            (r"&&|\|\||[=!<>]=|[-+!<>=]", Operator),
            (r"[()\[\]{};,.:]", Punctuation),
        ],
        "text": [
            (r'\\(?:["\\rnt]|u[0-9a-fA-F]{4})', String.Escape),
            (r'[^"\\\r\n]+', String),
            (r'"', String, "#pop"),
            (r"(?=[\r\n])", String, "#pop"),
        ],
    }


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
