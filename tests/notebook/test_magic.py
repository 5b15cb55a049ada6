"""%%mspl: findings in the cell's own lines, runs, calls, and what is wrong with it."""

from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import mspllab
from mspllab.applications.application import Application
from mspllab.applications.run import Run
from mspllab.errors import UsageError
from mspllab.notebook import magic
from mspllab.notebook.magic import Findings, run_cell
from mspllab.notebook.player import Player

DATA = Path(__file__).resolve().parents[2] / "data"
REROUTE = f'--scenario "{DATA}/scenarios/reroute.toml"'
INVITE = f'--message "{DATA}/messages/invite.sip"'
BUSY = 'if (sipRequest) {\n    Respond("486", "Busy Here");\n}\n'
WRONG = "if (sipRequest) {\n    ProxyRequst();\n}\n"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a cell displays."""
    found: list[Any] = []
    monkeypatch.setattr(magic, "display", found.append)
    return found


def test_an_error_appears_in_the_cells_own_line(shown: list[Any]) -> None:
    run_cell("", WRONG, {})

    (findings,) = shown
    assert isinstance(findings, Findings)
    assert findings.found[0].place.line == 3
    assert findings.found[0].place.column == 5
    assert "    3 |     ProxyRequst();\n      |     ^~~~" in str(findings)
    assert "did you mean ProxyRequest?" in findings._repr_html_()


def test_a_script_without_findings_says_so(shown: list[Any]) -> None:
    run_cell("", BUSY, {})

    assert str(shown[0]) == "nothing to say"


def test_a_message_is_tried_and_the_deciding_line_is_the_cells(
    shown: list[Any],
) -> None:
    run_cell(f"{INVITE} {INVITE}", BUSY, {})

    assert [type(one) for one in shown] == [Run, Run]
    assert shown[0].cause_line == 3


def test_a_scenario_is_played_with_the_cell_in_its_manifest(shown: list[Any]) -> None:
    run_cell(REROUTE, BUSY, {})

    (player,) = shown
    assert isinstance(player, Player)
    (run,) = player.trace.runs
    assert (run.response, run.lines[-1]) == ("486 Busy Here", 3)
    assert run.application == "http://lab.example/apps/reroute"
    assert player.trace.steps_of(run)


def test_a_whole_manifest_is_taken_as_it_is(shown: list[Any]) -> None:
    text = (DATA / "scripts" / "drop.am").read_text("utf-8")

    run_cell(REROUTE, text, {})

    assert shown[-1].trace.runs[0].application.endswith("drop")


def test_nothing_runs_while_there_are_errors(shown: list[Any]) -> None:
    run_cell(f"{REROUTE} {INVITE}", WRONG, {})

    assert [type(one) for one in shown] == [Findings]


def test_the_application_is_put_into_a_variable(shown: list[Any]) -> None:
    variables: dict[str, Any] = {}

    run_cell("--to mine --name busy", BUSY, variables)

    assert isinstance(variables["mine"], Application)
    assert variables["mine"].path == "busy"


def test_an_older_level_and_strictness_are_heeded(shown: list[Any]) -> None:
    for options in ("--level 2010", "--strict", ""):
        run_cell(options, "sum = 1 + 2;", {})

    assert [one.stop for one in shown] == [True, True, False]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--scenari x", "unrecognized arguments: --scenari x"),
        ("--level 2014", "expected 2005, 2007r2, 2010 or 2013, found '2014'"),
        ("--to 3x", "that is no name of a variable"),
        ("--message", "expected one argument"),
        ("'", "a quotation mark is not closed"),
        ("--message nope.sip", "there is no file nope.sip"),
        (f"{REROUTE} --name rerout", 'did you mean "reroute"'),
        (f'--scenario "{DATA}/scenarios/who-rings.toml"', "runs no script"),
        (f'--scenario "{DATA}/scenarios/chain.toml"', "runs several scripts; name"),
    ],
)
def test_a_wrong_option_gives_a_sentence(
    line: str, said: str, shown: list[Any]
) -> None:
    with pytest.raises(UsageError, match=said):
        run_cell(line, BUSY, {})


def test_the_magic_is_loaded_by_the_packages_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shell = InteractiveShell()
    try:
        mspllab.load_ipython_extension(shell)
        mspl = shell.find_cell_magic("mspl")
        assert "--scenario" in mspl.__doc__
        mspl("--help", BUSY)
        assert "play this scenario" in capsys.readouterr().out
        with pytest.raises(Exception, match="unrecognized") as caught:
            mspl("--nonsense", BUSY)
        assert type(caught.value).__name__ == "UsageError"
    finally:
        shell.history_manager.end_session()
