"""Functions on the headers of the message (mspl.md §4.3)."""

from mspllab.applications.builtins.addresses import parameters_start
from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.host import Host
from mspllab.errors import BuildError, ParseError, ScriptError
from mspllab.mspl.vocabulary import Constant
from mspllab.sip.grammar import split_list, token
from mspllab.sip.header_lines import key_of
from mspllab.sip.header_names import LISTS
from mspllab.sip.headers import Headers
from mspllab.sip.params import Params


def _name(name: str | Constant) -> str:
    return name.text if isinstance(name, Constant) else name


@builtin("bool AddHeader(string|StandardHeader name, string value)")
def add_header(host: Host, name: str | Constant, value: str) -> bool:
    """Add a header; false where one of that name is there already."""
    header = _name(name)
    if not token(header):
        raise ScriptError(f"AddHeader: {header!r} is no header name")
    message = host.message
    if header in message.headers:
        return False
    try:
        headers = message.headers.added(header, value)
    except BuildError as error:
        raise ScriptError(f"AddHeader: {error}") from error
    host.change(message.replace(headers=headers))
    return True


@builtin("collection GetHeaderValues(string|StandardHeader name)")
def get_header_values(host: Host, name: str | Constant) -> tuple[str, ...]:
    """Every value of a header, a comma-separated list taken apart."""
    return host.message.headers.values(_name(name))


@builtin(
    "bool SetParameterValue(string|StandardHeader header, string paramName, "
    "string value)"
)
def set_parameter_value(
    host: Host, header: str | Constant, name: str, value: str
) -> bool:
    """Set a parameter of the first header of that name; "" as value removes it."""
    field = _name(header)
    headers = host.message.headers
    fields = headers.all(field)
    if not fields or not token(name):
        return False
    is_list = key_of(field) in LISTS
    first, *others = split_list(fields[0]) if is_list else (fields[0],)
    changed = _with_parameter(first, name, value)
    if changed is None:
        return False
    if changed == first:
        return True
    line, spelled = ", ".join([changed, *others]), _as_spelled(headers, field)
    if len(fields) == 1:
        headers = headers.with_(spelled, line)
    else:
        headers = headers.with_all(spelled, (line, *fields[1:]))
    host.change(host.message.replace(headers=headers))
    return True


def _as_spelled(headers: Headers, field: str) -> str:
    """The name of its first `field` as the message has it, such as "t" for To."""
    key = key_of(field)
    return next(name for name, _ in headers if key_of(name) == key)


def _with_parameter(text: str, name: str, value: str) -> str | None:
    """The header value with the parameter set; None where it cannot be read."""
    start = parameters_start(text)
    try:
        params = Params.parse(text[start:].rstrip())
        changed = params.with_(name, value) if value else params.without(name)
    except ParseError:
        return None
    except BuildError as error:
        raise ScriptError(f"SetParameterValue: {error}") from error
    return f"{text[:start]}{changed}"
