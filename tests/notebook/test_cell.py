"""A cell's script in a manifest: every line where the cell has it."""

from pathlib import Path

import pytest

from mspllab.applications.application import Application, check
from mspllab.errors import UsageError
from mspllab.notebook.cell import manifest_of

SCRIPTS = Path(__file__).resolve().parents[2] / "data" / "scripts"
REROUTE = (SCRIPTS / "reroute.am").read_text("utf-8")
SCRIPT = 'if (sipRequest) {\n    ProxyRequest("");\n}\n'


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_the_script_begins_in_the_second_line() -> None:
    manifest = manifest_of(SCRIPT)

    assert lines(manifest)[1:4] == lines(SCRIPT)
    assert check(manifest, "cell") == []


def test_it_replaces_the_script_of_another_manifest() -> None:
    manifest = manifest_of(SCRIPT, REROUTE)

    assert lines(manifest)[1:4] == lines(SCRIPT)
    application = Application.load(manifest, "cell")
    assert application.app_uri == "http://lab.example/apps/reroute"
    assert "frontdesk" not in manifest


def test_a_manifest_whose_script_is_bare_gets_a_section_for_it() -> None:
    bare = REROUTE.replace("<![CDATA[", "").replace("]]>", "")

    manifest = manifest_of("if (sipRequest && true) { ProxyRequest(); }", bare)

    assert Application.load(manifest, "cell").app_uri.endswith("reroute")


def test_a_whole_manifest_keeps_its_lines_below_the_first() -> None:
    manifest = manifest_of(REROUTE)

    assert lines(manifest)[2:] == lines(REROUTE)[1:]
    Application.load(manifest, "cell")


def test_what_would_end_the_section_is_told_with_its_line() -> None:
    with pytest.raises(UsageError, match="line 3: a script in a manifest cannot hold"):
        manifest_of("// one\n// ]]>\n")


def test_a_manifest_with_its_script_in_pieces_takes_no_other() -> None:
    pieces = REROUTE.replace("ProxyRequest();", "]]><![CDATA[ ProxyRequest();")

    with pytest.raises(UsageError, match="in one CDATA section"):
        manifest_of(SCRIPT, pieces)
