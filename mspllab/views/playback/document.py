"""Document: a trace as one HTML file that steps through it, offline, from a disk."""

import json
from base64 import b64encode
from hashlib import sha256
from html import escape

from mspllab.trace.trace import Trace
from mspllab.views.captions.reading import printable
from mspllab.views.ladder import render_ladder
from mspllab.views.playback.page import page_of
from mspllab.views.playback.style import module, style

START = """
show(
  document.getElementById("player"),
  JSON.parse(document.getElementById("page").textContent),
);
"""
"""Joined to the module, so that one script needs to import nothing."""
EMPTY = "data:,"
"""An icon that no browser looks for."""


def render_document(trace: Trace) -> str:
    """The whole file; nothing in it may ask a network for anything."""
    script, css = module() + START, style()
    title = escape(printable(trace.title) or "Messages")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(script, css)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="{EMPTY}">
<title>{title}</title>
<style>{css}</style>
</head>
<body class="mspl-page">
<main id="player" aria-label="{title}"></main>
<noscript><pre class="ladder-text">{escape(render_ladder(trace))}</pre></noscript>
<script type="application/json" id="page">{_data(trace)}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def _policy(script: str, css: str) -> str:
    """This script and this style and nothing else, from nowhere else."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; "
        f"style-src '{_digest(css)}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _data(trace: Trace) -> str:
    """JSON in which no text can end the element it stands in."""
    text = json.dumps(page_of(trace), separators=(",", ":"))
    return text.replace("<", "\\u003c")
