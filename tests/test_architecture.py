"""The floors of the house, and that nobody climbs through a window."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All there is in the file."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Dotted names of every module that `path` imports, at whatever depth."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def climbs(path: Path) -> Iterator[str]:
    """Our own modules that `path` imports and that stand no lower."""
    own = floor(path)
    for module in imports(path):
        package, _, rest = module.partition(".")
        name = rest.partition(".")[0]
        is_lower = FLOOR_OF.get(name, ROOF) < FLOOR_OF.get(own, ROOF)
        if package == "mspllab" and name != own and not is_lower:
            yield module


def test_imports_only_go_down() -> None:
    assert {
        relative(path): list(climbs(path)) for path in FILES if any(climbs(path))
    } == {}


def outside(path: Path) -> set[str]:
    """Packages that neither Python nor we ourselves bring, and that it may not have."""
    packages = {module.partition(".")[0] for module in imports(path)}
    allowed = THIRD_PARTY.get(relative(path), set())
    return packages - sys.stdlib_module_names - {"mspllab"} - allowed


def test_outside_libraries_stand_only_where_they_are_drawn_or_touched() -> None:
    drawn = [path for path in FILES if floor(path) != "notebook"]
    assert {relative(path): outside(path) for path in drawn if outside(path)} == {}


def hiding(path: Path) -> Iterator[str]:
    """Functions that import something."""
    for function in nodes(path):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{relative(path)}: {function.name}"


def test_no_import_is_hidden_in_a_function() -> None:
    # The front door resolves names on first use.
    inside = [path for path in FILES if relative(path) != "__init__.py"]
    assert [name for path in inside for name in hiding(path)] == []


IMPURE = {"time", "datetime", "random", "socket", "os", "pathlib", "io", "logging"}


def touches(path: Path) -> Iterator[str]:
    """What it does with clock, chance or files."""
    for module in imports(path):
        # A seeded source is passed in; only its type may be named.
        if module.partition(".")[0] in IMPURE - {"random"}:
            yield f"{relative(path)}: import {module}"
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"open", "print", "input"}:
                yield f"{relative(path)}:{node.lineno}: {node.func.id}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            is_draw = node.value.id == "random" and node.attr != "Random"
            if is_draw:
                yield f"{relative(path)}:{node.lineno}: random.{node.attr}"


def test_nothing_below_the_scenario_touches_clock_chance_or_files() -> None:
    below = FLOOR_OF["scenario"]
    pure = [path for path in FILES if FLOOR_OF.get(floor(path), ROOF) < below]
    assert len(pure) > 100
    assert [what for path in pure for what in touches(path)] == []
