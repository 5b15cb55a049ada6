"""The front door: the names a notebook starts with, each loaded on first use.

The names and where they live; `__init__.pyi` says the same to editors and checkers.
"""

import importlib
import sys

_HOME_OF = {
    "load": "mspllab.scenario.application_files:load",
    "read_message": "mspllab.scenario.load:read_message",
    "read_scenario": "mspllab.scenario.load:read_scenario",
    "play": "mspllab.scenario.run:play",
    "branch": "mspllab.scenario.branch:branch",
    "lose": "mspllab.scenario.tampering:lose",
    "delay": "mspllab.scenario.tampering:delay",
    "header": "mspllab.scenario.tampering:header",
    "line": "mspllab.scenario.alteration:line",
    "sequence": "mspllab.views.sequence:draw_sequence",
    "figure": "mspllab.views.figure:figure",
    "frame": "mspllab.views.frame:frame",
    "topology": "mspllab.views.topology:draw_topology",
    "coverage": "mspllab.views.coverage:coverage",
    "listing": "mspllab.views.listing:listing",
    "ladder": "mspllab.views.ladder:render_ladder",
    "fate": "mspllab.views.fate:fate",
    "difference": "mspllab.views.message:Difference",
    "bench": "mspllab.notebook.bench:bench",
    "predict": "mspllab.notebook.predict:predict",
    "player": "mspllab.notebook.player:player",
    "reference": "mspllab.views.reference.topic:reference",
    "exercise": "mspllab.notebook.exercise:exercise",
    "races": "mspllab.notebook.races:races",
    "checklist": "mspllab.views.checklist:checklist",
    "answers": "mspllab.notebook.answers:answers",
    "carriers": "mspllab.notebook.carriers:carriers",
}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(
            "mspllab has no %r; it has %s" % (name, ", ".join(__all__))
        )
    if "IPython" in sys.modules:  # a value shows itself by a view of a higher floor
        importlib.import_module("mspllab.notebook.display").register()
    module, _, attribute = _HOME_OF[name].partition(":")
    # What imports make stays: nobody need look for rubbish in it.
    with importlib.import_module("mspllab.uncollected").Uncollected():
        home = importlib.import_module(module)
    value = globals()[name] = getattr(home, attribute)
    return value


def load_ipython_extension(shell):
    """`%load_ext mspllab`: the cell magic %%mspl."""
    importlib.import_module("mspllab.notebook.magic").register(shell)


def __dir__():
    return sorted(set(globals()) | set(_HOME_OF))
