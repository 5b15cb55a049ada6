"""What a small script says: its log in one line, and how it ended."""

from mspllab.applications.application import Application
from mspllab.errors import MsplCheckError, MsplSyntaxError
from mspllab.mspl.vocabulary import Level
from mspllab.sip.build import response
from mspllab.sip.message import Message, Response
from tests.applications.builtins.bench import LAB
from tests.applications.conftest import make_invite, make_manifest

REFUSED, ERROR, CRITICAL = "refused", "script error", "critical error"
FILES = {"people.csv": b"bob,allow\nCarol,drop,late\n\ndave\n", "rows.txt": b" a  b \n"}
FILE_ELEMENTS = """<lc:scriptOnly/>
<lc:file name="people" path="people.csv" keyColumnName="who" ignoreCase="true">
<lc:column name="who"/><lc:column name="rule"/><lc:column name="note"/></lc:file>
<lc:file name="rows" path="rows.txt" delimitedBy="whitespace">
<lc:column name="one"/><lc:column name="two"/></lc:file>"""


def answer(status: int = 200) -> Response:
    """A response to Alice's INVITE."""
    return response(make_invite(), status, to_tag="d-01")


def says(
    script: str,
    message: Message | None = None,
    *,
    level: Level = Level.V2013,
    strict: bool = False,
) -> str:
    """The texts it logs, a blank between; then the error that ended it, if one did."""
    text = make_manifest(script, strict_route="true", more=FILE_ELEMENTS)
    try:
        application = Application.load(
            text, "one.am", level=level, strict=strict, read_file=FILES.__getitem__
        )
    except (MsplCheckError, MsplSyntaxError):
        return REFUSED
    run = application.run(
        message or make_invite(), surroundings=LAB, request=make_invite()
    )
    lines = [line for entry in run.log for line in entry.lines]
    ends = [CRITICAL if error.critical else ERROR for error in run.errors]
    return " ".join([*lines, *ends])


def is_worth(expression: str, message: Message | None = None) -> str:
    """The value of an expression as text, `null` for none; or the error it ends in."""
    script = f"""x = {expression};
if (x == null) {{ Log("t", false, "null"); }} else {{ Log("t", false, x); }}"""
    return says(script, message)
