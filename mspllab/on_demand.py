"""Objects found by name, when they are used: the one place that imports so.

A verb loads only its own file, a picture its own library, and a world without scripts
no compiler.
"""

import importlib
from typing import Any


def named(target: str) -> Any:  # noqa: ANN401 - whatever has that name
    """The object "package.module:name"; ImportError or AttributeError without it."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)
