"""Card: one entry of the language as HTML."""

import re
from collections.abc import Callable, Collection
from html import escape

from mspllab.mspl.entry import Entry, styled
from mspllab.mspl.page import ARROW
from mspllab.views.colouring import coloured

BADGES = ("For", "Level", "Needs", "Where", "This form")
"""Facts that are short enough to stand beside the name."""
LONGEST_BADGE = 44
MANY_MEMBERS = 12
NAME = re.compile(r"\b[A-Za-z]\w+\b")


def anchor(name: str) -> str:
    """The id of an entry's card."""
    return f"mspl-{name}"


def card(entry: Entry, links: Collection[str] = ()) -> str:
    """The card; names among `links` lead to their own cards."""
    others = {name for name in links if name != entry.name}

    def said(text: str) -> str:
        return NAME.sub(
            lambda m: link(m[0]) if m[0] in others else m[0], escape(text, quote=False)
        )

    facts = [fact for fact in entry.facts if not _is_badge(*fact)]
    prose = "".join(f"<p>{said(text)}</p>" for text in entry.paragraphs)
    first = f'<p class="first">{said(entry.summary)}</p>'
    rows = [(f"<code>{escape(n)}</code>", said(t)) for n, t in entry.parameters]
    rows += [(escape(label), said(text)) for label, text in facts]
    left = f'<div class="prose">{first}{prose}{_list(rows)}{_guess(entry, said)}</div>'
    right = "".join(_example(styled(example)) for example in entry.examples)
    two = " two" if right else ""
    body = (
        f'<div class="body{two}">{left}{f"<div>{right}</div>" if right else ""}</div>'
    )
    return (
        f'<div class="card" id="{escape(anchor(entry.name))}">{_head(entry)}'
        f"{_forms(entry)}{body}{_members(entry)}</div>"
    )


def link(name: str) -> str:
    """The name, leading to its card."""
    return f'<a href="#{escape(anchor(name))}">{escape(name)}</a>'


def _is_badge(label: str, text: str) -> bool:
    return label in BADGES and len(text) <= LONGEST_BADGE


def _head(entry: Entry) -> str:
    badges = [entry.what]
    badges += [
        text.rstrip(".") for label, text in entry.facts if _is_badge(label, text)
    ]
    spans = "".join(f'<span class="badge">{escape(text)}</span>' for text in badges)
    return f'<div class="head"><h4>{escape(entry.name)}</h4>{spans}</div>'


def _forms(entry: Entry) -> str:
    if entry.forms == (entry.name,):
        return ""
    name = escape(entry.name, quote=False)
    shown = [
        escape(form, quote=False).replace(name, f"<b>{name}</b>", 1)
        for form in entry.forms
    ]
    return f'<pre class="form">{chr(10).join(shown)}</pre>'


def _list(rows: list[tuple[str, str]], kind: str = "") -> str:
    if not rows:
        return ""
    cells = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows)
    return f'<dl class="{kind}">{cells}</dl>' if kind else f"<dl>{cells}</dl>"


def _members(entry: Entry) -> str:
    rows = [
        (f"<code>{escape(name)}</code>", escape(text)) for name, text in entry.members
    ]
    many = " many" if len(rows) > MANY_MEMBERS else ""
    return _list(rows, f"members{many}")


def _guess(entry: Entry, said: Callable[[str], str]) -> str:
    if not entry.guess:
        return ""
    return f'<p class="guess"><b>Our guess:</b> {said(entry.guess)}</p>'


def _example(text: str) -> str:
    code, arrow, result = text.partition(ARROW)
    if not arrow:
        return f'<pre class="example">{coloured(text)}</pre>'
    shown = escape(result or "nothing", quote=False)
    return (
        f'<pre class="example">{coloured(code)} '
        f'<span class="result">→ {shown}</span></pre>'
    )
