"""How the package's values show themselves in a notebook.

Most of them live on floors that cannot draw. IPython is told by name which view shows
which value, so nothing is loaded before something is shown.
"""

import importlib
import sys
from collections.abc import Callable
from typing import Any

Bundle = dict[str, str]
"""{MIME type: content}."""


def _drawing(drawing: Any) -> Bundle:  # noqa: ANN401 - whatever is shown
    """The picture as part of the page, since an image would not know its theme."""
    return {"text/plain": str(drawing), "text/html": drawing.html}


def _trace(trace: Any) -> Bundle:  # noqa: ANN401
    """The sequence diagram, and the text ladder for those who cannot see it."""
    drawing = _loaded("mspllab.views.sequence:draw_sequence")(trace)
    text = _loaded("mspllab.views.ladder:render_ladder")(trace)
    return {"text/plain": text, "text/html": drawing.html}


def _fate(fate: Any) -> Bundle:  # noqa: ANN401
    """The way of a message through the applications."""
    card = _loaded("mspllab.views.fate:show_fate")(fate)
    return {"text/plain": str(card), "text/html": card.html}


def _branch(branch: Any) -> Bundle:  # noqa: ANN401
    """Two ladders side by side, and their lines for those who cannot see them."""
    drawing = _loaded("mspllab.views.branching:draw_branch")(branch)
    text = _loaded("mspllab.views.branching:render_branch")(branch)
    return {"text/plain": text, "text/html": drawing.html}


def _card(card: Any) -> Bundle:  # noqa: ANN401
    return {"text/plain": str(card), "text/html": card.html}


def _scenario(scenario: Any) -> Bundle:  # noqa: ANN401
    """Who stands where."""
    return _drawing(_loaded("mspllab.views.topology:draw_topology")(scenario))


def _application(application: Any) -> Bundle:  # noqa: ANN401
    """The manifest's listing, and what was found out about it."""
    listing = _loaded("mspllab.views.listing:list_script")(application.script_text)
    escape = _loaded("html:escape")
    found = "\n".join(str(finding) for finding in application.findings)
    # A page may set <pre> in a proportional face, and carets would miss their mark.
    pre = f'<pre style="font-family:monospace">{escape(found)}</pre>' if found else ""
    html = listing._repr_html_() + pre
    return {"text/plain": f"{listing}\n{found}".rstrip(), "text/html": html}


def _run(run: Any) -> Bundle:  # noqa: ANN401
    return {"text/plain": str(run), "text/html": run._repr_html_()}


def _message(message: Any) -> Bundle:  # noqa: ANN401
    html = _loaded("mspllab.views.message:render_message")(message)
    return {"text/plain": message.text, "text/html": html}


def _races(races: Any) -> Bundle:  # noqa: ANN401
    """Every outcome, and its ladder."""
    return _card(_loaded("mspllab.views.races:show_races")(races))


SHOWN_BY: dict[tuple[str, str], Callable[[Any], Bundle]] = {
    ("mspllab.trace.trace", "Trace"): _trace,
    ("mspllab.scenario.branch", "Branch"): _branch,
    ("mspllab.trace.fate", "Fate"): _fate,
    ("mspllab.views.fate", "FateCard"): _card,
    ("mspllab.scenario.racing.search", "Races"): _races,
    ("mspllab.views.races", "RacesCard"): _card,
    ("mspllab.applications.application", "Application"): _application,
    ("mspllab.applications.run", "Run"): _run,
    ("mspllab.sip.message", "Request"): _message,
    ("mspllab.sip.message", "Response"): _message,
    ("mspllab.scenario.scenario", "Scenario"): _scenario,
    ("mspllab.views.svg", "Drawing"): _drawing,
}
"""(module, class) of a value → what shows it."""
PICTURES = (("mspllab.views.svg", "Drawing"), ("mspllab.views.fate", "FateCard"))
"""Those of them that are SVG as well."""


def register() -> bool:
    """Teach the running IPython to show our values; False where none is running.

    Doing so twice changes nothing.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return False
    # A picture offers SVG to whoever asks; a notebook would keep it beside the HTML.
    images = shell.display_formatter.formatters["image/svg+xml"]
    for module, name in PICTURES:
        images.for_type_by_name(module, name, _nothing)
    formatter = shell.display_formatter.mimebundle_formatter
    for (module, name), show in SHOWN_BY.items():
        formatter.for_type_by_name(module, name, show)
    return True


def _nothing(value: object) -> None:
    """No picture of this kind."""


def _loaded(place: str) -> Any:  # noqa: ANN401
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)
