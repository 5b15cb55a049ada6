"""Tree → Python `ast` → functions that run the script.

The nodes carry the manifest's file name, lines and columns, so that tracebacks, tracing
and coverage speak of the script without any help of ours.
"""

import ast
import linecache
from collections.abc import Sequence
from functools import partial
from types import FunctionType
from typing import Final

from mspllab.mspl.checker import Checked
from mspllab.mspl.compiling.emitter import HOST, LINES, SCRIPT_ERROR, Emitter
from mspllab.mspl.compiling.statements import compiled, keep
from mspllab.mspl.inference import Scope
from mspllab.mspl.locating import SCRIPT_MARK, tell_place
from mspllab.mspl.nodes import Statement
from mspllab.mspl.source import Source

ERROR: Final = ".error"
BODY: Final = "script"
"""Name of the compiled body, as a traceback shows it."""


def compile_tree(
    checked: Checked, source: Source, *, is_strict: bool, is_recorded: bool
) -> FunctionType:
    """The function that runs a script: `run(host)`, or `run(host, lines)`.

    To `lines`, a list, each statement appends its line before it runs.
    """
    emit = Emitter(source, checked.types, is_strict=is_strict, is_recorded=is_recorded)
    emit.namespace[SCRIPT_MARK] = partial(tell_place, source)
    module = python_module(checked, emit)
    code = compile(module, source.path, "exec", dont_inherit=True)
    register_source(source)
    exec(code, emit.namespace)
    run = emit.namespace.pop(BODY)
    assert isinstance(run, FunctionType), "the body was compiled to a function"
    return run


def register_source(source: Source) -> None:
    """Let tracebacks quote the script's lines."""
    lines = source.file_lines()
    size = sum(map(len, lines))
    linecache.cache[source.path] = (size, None, lines, source.path)


def python_module(checked: Checked, emit: Emitter) -> ast.Module:
    """All functions of the script, then its body."""
    code: list[ast.stmt] = []
    for scope in checked.types.functions.values():
        definition = scope.definition
        assert definition is not None, "only the body has none"
        emit.place = emit.at(definition.start, definition.name.end)
        name = f"{definition.name.name}()"
        parameters = [parameter.name for parameter in definition.parameters]
        code.append(_function(emit, name, parameters, scope, (definition.body,)))
    emit.place = emit.at(0, 0)
    statements = checked.script.statements
    code.append(_function(emit, BODY, (), checked.body, statements))
    return ast.Module(code, [])


def _function(
    emit: Emitter,
    name: str,
    parameters: Sequence[str],
    scope: Scope,
    statements: Sequence[Statement],
) -> ast.stmt:
    emit.scope, place = scope, emit.place
    names = [HOST, LINES] if emit.is_recorded else [HOST]
    names += [f"v_{parameter}" for parameter in parameters]
    arguments = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(one, **place) for one in names],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    code = _beginnings(emit, parameters) + compiled(emit, statements)
    code = code or [ast.Pass(**place)]
    if scope.definition is None:
        emit.place = place
        code = [_telling(emit, code)]
    return ast.FunctionDef(name, arguments, code, [], **place)


def _telling(emit: Emitter, code: list[ast.stmt]) -> ast.stmt:
    """`try: … except ScriptError as error: tell_place(error); raise`."""
    place = emit.place
    tell = ast.Call(emit.name(SCRIPT_MARK), [emit.name(ERROR)], [], **place)
    body = [ast.Expr(tell, **place), ast.Raise(**place)]
    handler = ast.ExceptHandler(emit.name(SCRIPT_ERROR), ERROR, body, **place)
    return ast.Try(code, [handler], [], [], **place)


def _beginnings(emit: Emitter, parameters: Sequence[str]) -> list[ast.stmt]:
    """What variables are before the first statement."""
    variables = emit.scope.variables
    code: list[ast.stmt] = []
    null = [
        f"v_{one.name}"
        for one in variables.values()
        if one.may_be_unset and one.name not in parameters
    ]
    null += [f"k_{one.name}" for one in variables.values() if one.is_dynamic]
    if null:
        code.append(emit.assign([emit.target(one) for one in null], emit.literal(None)))
    for name in parameters:
        if variables[name].is_dynamic:
            code.append(keep(emit, variables[name], emit.name(f"v_{name}")))
    return code
