"""Functions on the headers of the message (mspl.md §4.3)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.address_text import parameters_start
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
    """Add a header to the message.

    There is no function that replaces or removes one. It passes something on to whoever
    gets the message next; the answers of Respond do not get it.

    name: any header field name, in any case, or a constant.
    value: everything behind the colon, in one line.
    Gives: false where the message has a header of that name already.
    Errors: an empty or impossible name, and a line break in the value, end the run.
    Example: AddHeader("X-Seen-By", FQDN) → true
    Example: AddHeader(StandardHeader.CallID, "another") → false
    """
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
    """All values of a header, to be walked with foreach.

    name: in any case and in the short form as well, such as "M" for Contact.
    Gives: an empty collection where there is no such header.
    Guess: where a header is a list, its values come one by one; commas in quotes and in
        angle brackets separate nothing.
    Example: GetHeaderValues("Max-Forwards") → "70"
    Example: GetHeaderValues("X-Nobody-Sent-This") →
    """
    return host.message.headers.values(_name(name))


@builtin(
    "bool SetParameterValue(string|StandardHeader header, string paramName, "
    "string value)"
)
def set_parameter_value(
    host: Host, header: str | Constant, name: str, value: str
) -> bool:
    """Set, add or remove a parameter of a header.

    Of several headers of the name, of several values and of several parameters it is
    the first that changes. What stands in angle brackets belongs to the URI and is out
    of reach, and a parameter without value, such as ;lr, cannot be made.

    header: in any case, in the short form as well, or a constant.
    value: "" removes the parameter.
    Gives: false where there is no such header, or the parameter's name is none.
    Errors: a line break in the value ends the run.
    Guess: a value with blanks or separators gets quotation marks.
    Example: SetParameterValue("To", "epid", "b0b0000001") → true
    Example: SetParameterValue("X-Nobody-Sent-This", "a", "b") → false
    """
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
        changed = _set(Params.parse(text[start:].rstrip()), name, value)
    except ParseError:
        return None
    except BuildError as error:
        raise ScriptError(f"SetParameterValue: {error}") from error
    return f"{text[:start].rstrip()}{changed}"


def _set(params: Params, name: str, value: str) -> Params:
    """The parameters with the first `name` set or, for "", taken out."""
    places = [i for i, (key, _) in enumerate(params) if key.lower() == name.lower()]
    if len(places) < 2:
        return params.with_(name, value) if value else params.without(name)
    # One that stands twice is not legal, and with_ would tidy the others away.
    items, place = list(params), places[0]
    items[place : place + 1] = [(name, value)] if value else []
    return Params(items)
