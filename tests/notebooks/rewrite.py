"""Runs notebooks anew, all or those named: `python3 -m tests.notebooks.rewrite`.

What makes a widget live is left out of what is kept: without the kernel that made it,
JupyterLab shows an error in its place. So a notebook that was only opened shows the
widget's static form, and the widget itself once it is run.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
WIDGET = "application/vnd.jupyter.widget-view+json"


def rewrite(paths: Sequence[Path]) -> None:
    """Run each from top to bottom, in its own folder, and keep what it shows."""
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(
            notebook,
            resources={"metadata": {"path": str(path.parent)}},
            record_timing=False,
            store_widget_state=False,
        ).execute()
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                output.get("data", {}).pop(WIDGET, None)
        nbformat.write(notebook, path)


if __name__ == "__main__":
    rewrite([Path(name) for name in sys.argv[1:]] or sorted(FOLDER.rglob("*.ipynb")))
