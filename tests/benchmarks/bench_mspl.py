"""The language: what a compiled script costs against the same written in Python.

The script has 108 lines and is run on three messages that take different ways through
it; the floor of the compiler is `ast.parse` of the script's Python twin.
"""

import ast
from collections.abc import Callable
from pathlib import Path

from harness import Goal
from routing_host import VOCABULARY, Host, Request
from routing_twin import route

from mspllab.mspl.parser import parse
from mspllab.mspl.program import Program
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source

HERE = Path(__file__).resolve().parent
SCRIPT = (HERE / "scripts" / "routing.mspl").read_text(encoding="utf-8")
TWIN = (HERE / "routing_twin.py").read_text(encoding="utf-8")
ALICE = '"Alice" <sip:alice@lab.example>;tag=a1;epid=a11ce00001'
VIAS = (
    "SIP/2.0/TLS 192.0.2.101:50211;branch=z9hG4bK1",
    "SIP/2.0/TLS fe01.lab.example:5061;branch=z9hG4bK2",
)
HOSTS = (
    Host(Request("INVITE", ALICE, "<sip:bob@lab.example>"), VIAS),
    Host(Request("INVITE", ALICE, "<sip:carol@lab.example>"), VIAS),
    Host(Request("MESSAGE", ALICE, "<sip:eve@far.example>", "no secrets"), VIAS),
)


def goals() -> list[Goal]:
    """S1 to S4."""
    program = Program(Source(SCRIPT, "routing.mspl"), VOCABULARY, Settings())
    for host in HOSTS:  # the first run of each kind compiles
        program.run(host)
        program.run_recorded(host, [])
    return [
        Goal("S1", "run a script", 1.05, each(program.run), each(route)),
        Goal(
            "S2",
            "run it, every step recorded",
            1.25,
            recorded(program.run_recorded),
            each(route),
        ),
        Goal("S3", "parse 108 lines", 1.3, parse_script, parse_twin),
        Goal("S4", "source to code, all findings", 3, compile_script, parse_twin),
        Goal("S4u", "the same source again", 0.05, compile_again, parse_twin),
    ]


def each(run: Callable[[Host], None]) -> Callable[[], None]:
    """Run on every message."""

    def runs() -> None:
        for host in HOSTS:
            run(host)

    return runs


def recorded(run: Callable[[Host, list[tuple[int, ...]]], None]) -> Callable[[], None]:
    """Run on every message, keeping the lines."""

    def runs() -> None:
        for host in HOSTS:
            run(host, [])

    return runs


def parse_script() -> None:
    """Text to tree, with positions."""
    parse(Source(SCRIPT))


def parse_twin() -> None:
    """What Python's own parser, written in C, needs for the twin."""
    ast.parse(TWIN)


def compile_script() -> None:
    """Nothing is remembered from before."""
    assert Program(Source(SCRIPT, "routing.mspl"), VOCABULARY, Settings()).code


def compile_again() -> None:
    """The program is found by its source; in a millisecond's parse, 50 µs are 0.05."""
    Program.compile(Source(SCRIPT, "routing.mspl"), VOCABULARY)
