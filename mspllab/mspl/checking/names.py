"""Names that are nothing, or not what they are used as (mspl.md §5, §8)."""

from mspllab.mspl import nodes
from mspllab.mspl.checking.walk import Walk
from mspllab.mspl.spelling import did_you_mean


def builtin_kind(walk: Walk, name: str) -> str:
    """What `name` is besides a variable of the script; "" if it is nothing else."""
    for table, what in walk.taken:
        if name in table:
            return what
    return ""


def check_name(walk: Walk, where: nodes.Name) -> None:
    """A name that is read."""
    name = where.name
    if name in walk.certain:
        return
    builtin = walk.vocabulary.variables.get(name)
    if builtin is not None:
        if builtin.since > walk.settings.level:
            walk.too_new(name, builtin.since, where)
    elif name in walk.here.scope.variables:
        maybe_unset(walk, where)
    elif name in walk.settings.files:
        columns = (*walk.settings.files[name], "column")
        message = f"the flat file {name} cannot be used as a whole"
        walk.report("MSPL216", message, where, f"read a cell: {name}[0].{columns[0]}")
    elif name in walk.vocabulary.constants:
        member = next(iter(walk.vocabulary.constants[name]), "Member")
        message = f"{name} is a list of constants"
        walk.report("MSPL204", message, where, f"write {name}.{member}")
    else:
        walk.unresolved.append(where)


def maybe_unset(walk: Walk, where: nodes.Name) -> None:
    """A variable that is read where it may not have been assigned, and is null then.

    Its type has to know; whether it is worth a finding, the flow tells.
    """
    walk.here.scope.variables[where.name].may_be_unset = True


def check_unresolved(walk: Walk) -> None:
    """At the end of a scope: names that were not assigned when they were read."""
    for where in walk.unresolved:
        if where.name in walk.here.scope.variables:
            maybe_unset(walk, where)
        else:
            _unknown_variable(walk, where)


def _unknown_variable(walk: Walk, where: nodes.Name) -> None:
    name, scope = where.name, walk.here.scope
    hint = near = ""
    if walk.report.is_long:
        pass  # nobody reads the hints of the hundredth
    elif name in walk.vocabulary.functions or name in walk.types.functions:
        hint = f"to call the function, write {name}(…)"
    elif scope.definition is not None and _is_of_body(walk, name):
        hint = "functions do not see the variables of the body; pass it in"
    else:
        own = [one.name for one in scope.variables.values() if one.values]
        known = (*walk.vocabulary.variables, *walk.settings.files, *own)
        near = did_you_mean(name, known, walk.vocabulary.misspelt)
    walk.report("MSPL202", f"{name} never gets a value{near}", where, hint)


def _is_of_body(walk: Walk, name: str) -> bool:
    return any(
        isinstance(statement, nodes.Assignment)
        and isinstance(statement.target, nodes.Name)
        and statement.target.name == name
        for statement in walk.script.statements
    )


def unknown_function(walk: Walk, call: nodes.Call) -> None:
    """A call of nothing."""
    name = call.name
    near = ""
    if not walk.report.is_long:
        known = (*walk.vocabulary.functions, *walk.types.functions)
        near = did_you_mean(name, known, walk.vocabulary.misspelt)
    where = nodes.Name(call.start, call.start + len(name), name)
    hint = "" if near else "only built-in functions and the script's own can be called"
    walk.report("MSPL201", f"unknown function {name}{near}", where, hint)


def check_list(walk: Walk, where: nodes.Name) -> bool:
    """Report a name before a dot that is nothing, but nearly a list of constants."""
    name, vocabulary = where.name, walk.vocabulary
    is_something = name in walk.here.scope.variables or name in vocabulary.variables
    if is_something or not name[:1].isupper():
        return False
    near = did_you_mean(name, vocabulary.constants, vocabulary.misspelt)
    if near:
        walk.report("MSPL204", f"unknown constant list {name}{near}", where)
    return bool(near)


def check_constant(walk: Walk, where: nodes.Member, list_name: str) -> None:
    """`List.Member` of a list that exists."""
    members = walk.vocabulary.constants[list_name]
    if where.name not in members:
        near = did_you_mean(where.name, members, walk.vocabulary.misspelt)
        hint = "" if near else f"there are {', '.join(members)}"
        message = f"{list_name} has no member {where.name}{near}"
        walk.report("MSPL204", message, where, hint)


def check_cell(walk: Walk, where: nodes.Member, line: nodes.Index) -> None:
    """`file[index].column`."""
    name = _file(walk, line)
    if name is None:
        return
    columns = walk.settings.files[name]
    if where.name not in columns:
        near = did_you_mean(where.name, columns)
        hint = "" if near else f"there are {', '.join(columns)}"
        message = f"{name} has no column {where.name}{near}"
        walk.report("MSPL216", message, where, hint)
    walk.values.check_index(line, walk.here)


def check_line(walk: Walk, line: nodes.Index) -> None:
    """`file[index]` without a column, which is nothing."""
    name = _file(walk, line)
    if name is not None:
        columns = (*walk.settings.files[name], "column")
        hint = f"write {walk.source.text[line.start : line.end]}.{columns[0]}"
        walk.report("MSPL216", "a line of a flat file needs a column", line, hint)


def _file(walk: Walk, line: nodes.Index) -> str | None:
    """The flat file before an index; a finding where it is none."""
    files, owner = walk.settings.files, line.object
    if isinstance(owner, nodes.Name) and owner.name in files:
        return owner.name
    shown = walk.source.text[owner.start : owner.end]
    near = did_you_mean(shown, files)
    hint = "" if files else "the manifest declares no flat file"
    walk.report(
        "MSPL216", f"{shown} is no flat file, so it has no index{near}", line, hint
    )
    return None
