"""The floors of the house, and that nobody climbs through a window."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "mspllab"
FLOORS = (
    {"errors", "on_demand", "uncollected"},
    {"sip", "mspl", "sim", "trace"},
    {"transaction"},
    {"cores"},
    {"applications"},
    {"lync"},
    {"scenario", "wire"},
    {"views"},
    {"notebook", "shell"},
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
ROOF = len(FLOORS)  # the front door, above everything
THIRD_PARTY = {
    "views/figure.py": {"matplotlib"},
    "views/topology.py": {"networkx"},
    "views/frame.py": {"pandas"},
    "views/highlight.py": {"pygments"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def floor(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Dotted names of every module that `path` imports, at whatever depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_imports_only_go_down(path: Path) -> None:
    own = floor(path)
    for module in imports(path):
        package, _, rest = module.partition(".")
        if package != "mspllab":
            continue
        name = rest.partition(".")[0]
        assert name == own or FLOOR_OF.get(name, ROOF) < FLOOR_OF.get(own, ROOF), module


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_outside_libraries_stand_only_where_they_are_drawn_or_touched(
    path: Path,
) -> None:
    import sys

    if floor(path) == "notebook":
        return
    allowed = THIRD_PARTY.get(relative(path), set())
    for module in imports(path):
        package = module.partition(".")[0]
        assert (
            package == "mspllab" or package in sys.stdlib_module_names
        ) or package in allowed, module


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_no_import_is_hidden_in_a_function(path: Path) -> None:
    if relative(path) == "__init__.py":  # the front door resolves names on first use
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                assert not isinstance(node, ast.Import | ast.ImportFrom), function.name


IMPURE = {"time", "datetime", "random", "socket", "os", "pathlib", "io", "logging"}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if FLOOR_OF.get(floor(path), ROOF) < FLOOR_OF["scenario"]],
    ids=relative,
)
def test_nothing_below_the_scenario_touches_clock_chance_or_files(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for module in imports(path):
        # A seeded source is passed in; only its type may be named.
        assert module.partition(".")[0] not in IMPURE - {"random"}, module
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}, node.lineno
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert not (node.value.id == "random" and node.attr != "Random"), (
                node.lineno
            )
