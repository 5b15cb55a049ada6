from pathlib import Path

import pytest

import mspllab as lab
from mspllab.applications.application import Application
from mspllab.errors import ManifestError, ScenarioError

DATA = Path(__file__).resolve().parents[2] / "data"
MANIFEST = """<lc:applicationManifest
    xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/apps/one">
  <lc:file name="people" path="people.csv" keyColumnName="who" static="{static}">
    <lc:column name="who"/>
    <lc:column name="rule"/>
  </lc:file>
  <lc:scriptOnly/>
  <lc:splScript><![CDATA[Log("Debugr", false, people["bob"].rule);]]></lc:splScript>
</lc:applicationManifest>
"""


def loaded(folder: Path, static: str) -> Application:
    (folder / "one.am").write_text(MANIFEST.format(static=static))
    (folder / "people.csv").write_text("bob,pass")
    application = lab.load(folder / "one.am")
    assert isinstance(application, Application)
    return application


def logged(application: Application) -> str:
    invite = lab.read_message(DATA / "messages" / "invite-pstn.sip")
    return str(application.run(invite).log)


@pytest.mark.parametrize(("static", "rule"), [("false", "stop it"), ("true", "pass")])
def test_a_file_that_changes_is_read_again_unless_it_is_static(
    tmp_path: Path, static: str, rule: str
) -> None:
    application = loaded(tmp_path, static)
    assert "pass" in logged(application)
    (tmp_path / "people.csv").write_text("bob,stop it")
    assert rule in logged(application)


@pytest.mark.parametrize("content", ["bob,a\nbob,b", None])
def test_a_file_that_is_no_use_any_more_is_told(
    tmp_path: Path, content: str | None
) -> None:
    application = loaded(tmp_path, "false")
    (tmp_path / "people.csv").unlink()
    if content is not None:
        (tmp_path / "people.csv").write_text(content)
    with pytest.raises(ManifestError, match=r"people\.csv cannot be"):
        logged(application)


def test_what_is_there_is_listed(tmp_path: Path) -> None:
    files = loaded(tmp_path, "false").files
    assert (list(files), len(files)) == (["people"], 1)


SCENARIO = """
until = 60.0

[servers.fe01]
host = "fe01.lab.example"
address = "192.0.2.11"

[[servers.fe01.applications]]
manifest = "one.am"

[users.alice]
[users.bob]

[clients.alice-pc]
user = "alice"
address = "192.0.2.31:5061"

[clients.bob-pc]
user = "bob"
address = "192.0.2.32:5061"
"""


def played(folder: Path, *steps: str) -> str:
    """What the script logged, and what happened to the file."""
    text = SCENARIO + "".join(f"\n[[timeline]]\n{step}\n" for step in steps)
    (folder / "one.toml").write_text(text)
    trace = lab.play(folder / "one.toml")
    return "\n".join(one.text for one in trace.records if hasattr(one, "text")) + str(
        [one.log for one in trace.records if hasattr(one, "log")]
    )


CALLS = [
    f'at = {at}\nwho = "alice-pc"\ndo = "message"\nto = "sip:bob@lab.example"'
    for at in (1.0, 9.0, 19.0)
]


def replaced(at: float, content: str) -> str:
    return (
        f'at = {at}\nwho = "fe01"\ndo = "replace file"\nfile = "people.csv"\n'
        f'content = "{content}"'
    )


@pytest.mark.parametrize(
    ("static", "rules", "said"),
    [
        ("false", ["pass", "stop it"], "one.am reads people.csv again"),
        ("true", ["pass", "pass"], "one.am keeps its people.csv, which is static"),
    ],
)
def test_a_timeline_replaces_what_a_file_holds(
    tmp_path: Path, static: str, rules: list[str], said: str
) -> None:
    loaded(tmp_path, static)
    found = played(tmp_path, CALLS[0], replaced(5.0, "bob,stop it"), CALLS[1])
    assert said in found
    assert ("stop it" in found) is ("stop it" in rules)


def test_a_file_that_is_no_use_ends_the_application_until_it_is_restarted(
    tmp_path: Path,
) -> None:
    loaded(tmp_path, "false")
    restart = 'at = 15.0\nwho = "fe01"\ndo = "restart"'
    bad, good = replaced(5.0, "bob,a\\nbob,b"), replaced(10.0, "bob,good")

    ended = played(tmp_path, bad, CALLS[1], good, CALLS[2])
    again = played(tmp_path, bad, CALLS[1], good, restart, CALLS[2])

    assert "one.am is terminated" in ended
    assert "rows 1 and 2 have the same key" in ended
    assert "'good'" not in ended
    assert "'good'" in again


def test_a_file_that_nobody_reads_is_told(tmp_path: Path) -> None:
    loaded(tmp_path, "false")
    step = replaced(5.0, "a").replace("people.csv", "else.csv")
    assert "no application reads it" in played(tmp_path, step)


@pytest.mark.parametrize("missing", ["file", "content"])
def test_replacing_takes_a_file_and_a_content(tmp_path: Path, missing: str) -> None:
    loaded(tmp_path, "false")
    step = replaced(5.0, "a")
    kept = "\n".join(line for line in step.split("\n") if not line.startswith(missing))
    with pytest.raises(ScenarioError, match=r'needs "file", which one'):
        played(tmp_path, kept)
