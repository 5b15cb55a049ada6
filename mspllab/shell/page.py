"""A page that shows a trace: its ladder, and its scripts with the lines that ran."""

from html import escape

from mspllab.trace.trace import Trace
from mspllab.views.listing import listing
from mspllab.views.sequence import draw_sequence

STYLE = "body{font-family:sans-serif;margin:2em;color-scheme:light dark}"


def page(trace: Trace) -> str:
    """An HTML document that needs nothing around it."""
    title = escape(trace.title)
    parts = [draw_sequence(trace)._repr_svg_()]
    parts += [listing(trace, path)._repr_html_() for path in trace.scripts]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n'
        f"<body>\n{body}\n</body>\n</html>"
    )
