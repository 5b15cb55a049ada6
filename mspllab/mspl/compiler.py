"""Tree → Python `ast` → functions that run the script.

The nodes carry the manifest's file name, lines and columns, so that tracebacks, tracing
and coverage speak of the script without any help of ours.

A script reaches its host object and the vocabulary, and nothing else:

* its variables become locals `v_NAME`, its functions `NAME()`; every other name that
  the compiler makes begins with a dot, which no name of the language can have;
* attributes are the vocabulary's fields and variables, `files` and `cell` alone, since
  the checker refuses every other name behind a dot, `__class__` like any;
* the functions have no builtins, and their globals are the helpers of the emitter and
  what the script uses of the vocabulary;
* no node is made that could import, delete, or define a class or a closure.
"""

import ast
import linecache
from collections.abc import Mapping, Sequence
from functools import partial
from types import FunctionType
from typing import Final

from mspllab.mspl.allowance import ALLOWANCE, METER
from mspllab.mspl.checker import Checked
from mspllab.mspl.compiling.emitter import (
    HOST,
    LINES,
    LOAD,
    SCRIPT_ERROR,
    Emitter,
)
from mspllab.mspl.compiling.metering import Region, all_loops, most_work
from mspllab.mspl.compiling.place import placed
from mspllab.mspl.compiling.statements import compiled, keep
from mspllab.mspl.inference import Scope
from mspllab.mspl.locating import BODY, SCRIPT_MARK, tell_place
from mspllab.mspl.nodes import Statement
from mspllab.mspl.source import Source

ERROR: Final = ".error"


def compile_tree(
    checked: Checked, source: Source, *, is_strict: bool, is_recorded: bool
) -> FunctionType:
    """The function that runs a script: `run(host)`, or `run(host, lines)`.

    To `lines`, a list, statements append tuples of their lines before they run.
    """
    emit = Emitter(source, checked.types, is_strict=is_strict, is_recorded=is_recorded)
    module = python_module(checked, emit)
    emit.namespace[SCRIPT_MARK] = partial(tell_place, source, emit.unrun())
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
    code: list[ast.FunctionDef] = []
    regions: dict[str, Region] = {}
    for name, scope in checked.types.functions.items():
        definition = scope.definition
        assert definition is not None, "only the body has none"
        emit.place = emit.at(definition.start, definition.name.end)
        parameters = [parameter.name for parameter in definition.parameters]
        body = (definition.body,)
        code.append(_function(emit, f"{name}()", parameters, scope, body))
        regions[name] = emit.region
    emit.place = emit.at(0, 0)
    statements = checked.script.statements
    body_code = _function(emit, BODY, (), checked.body, statements)
    if most_work(emit.region, regions) > ALLOWANCE:
        _make_count(emit, body_code, code, regions)
    return ast.Module([*code, body_code], [])


def _make_count(
    emit: Emitter,
    body: ast.FunctionDef,
    functions: Sequence[ast.FunctionDef],
    regions: Mapping[str, Region],
) -> None:
    """Let a run begin with a full meter, and each turn and each call pay its work."""
    body.body.insert(0, _full_meter(emit))
    for function, region in zip(functions, regions.values(), strict=True):
        function.args.args.insert(1, placed(ast.arg(METER), region.place))
        function.body.insert(0, emit.payment(region))
    for call in emit.own_calls:
        call.args.insert(1, emit.name(METER))
    for loop in all_loops((*regions.values(), emit.region)):
        loop.code.insert(0, emit.payment(loop))


def _function(
    emit: Emitter,
    name: str,
    parameters: Sequence[str],
    scope: Scope,
    statements: Sequence[Statement],
) -> ast.FunctionDef:
    emit.scope, place = scope, emit.place
    emit.region, emit.note = Region(place), None
    names = [HOST, LINES] if emit.is_recorded else [HOST]
    names += [f"v_{parameter}" for parameter in parameters]
    arguments = ast.arguments(
        posonlyargs=[],
        args=[placed(ast.arg(one), place) for one in names],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    code = _beginnings(emit, parameters) + compiled(emit, statements)
    code = code or [placed(ast.Pass(), place)]
    if scope.definition is None:
        emit.place = place
        code = [_telling(emit, code)]
    return placed(ast.FunctionDef(name, arguments, code, []), place)


def _full_meter(emit: Emitter) -> ast.stmt:
    """`meter = [ALLOWANCE]`."""
    meter = placed(ast.List([emit.literal(ALLOWANCE)], LOAD), emit.place)
    return emit.assign([emit.target(METER)], meter)


def _telling(emit: Emitter, code: list[ast.stmt]) -> ast.stmt:
    """`try: … except ScriptError as error: tell_place(error); raise`."""
    place = emit.place
    told = [ERROR, LINES] if emit.is_recorded else [ERROR]
    tell = placed(
        ast.Call(emit.name(SCRIPT_MARK), list(map(emit.name, told)), []), place
    )
    body = [placed(ast.Expr(tell), place), placed(ast.Raise(), place)]
    handler = placed(ast.ExceptHandler(emit.name(SCRIPT_ERROR), ERROR, body), place)
    return placed(ast.Try(code, [handler], [], []), place)


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
