from pathlib import Path

import pytest

import mspllab as lab
from mspllab.applications.application import Application
from mspllab.errors import ManifestError, ScenarioError
from mspllab.trace.records import Sent

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
        (
            "true",
            ["pass", "pass"],
            "one.am keeps its people.csv until a restart, for that is static",
        ),
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


RESTART = 'at = 15.0\nwho = "fe01"\ndo = "restart"'


def test_a_static_file_is_read_again_by_a_restart(tmp_path: Path) -> None:
    loaded(tmp_path, "true")
    first, second = replaced(5.0, "bob,first"), replaced(6.0, "bob,second")

    found = played(tmp_path, first, second, CALLS[1], RESTART, CALLS[2])

    assert "'pass'" in found
    assert "'first'" not in found
    assert "'second'" in found
    assert found.count("one.am reads people.csv again") == 2


def test_a_static_file_that_is_no_use_ends_the_application_at_its_restart(
    tmp_path: Path,
) -> None:
    loaded(tmp_path, "true")
    bad = replaced(5.0, "bob,a\\nbob,b")
    again = replaced(17.0, "bob,good"), RESTART.replace("15", "18")

    ended = played(tmp_path, bad, CALLS[1], RESTART, CALLS[2])
    mended = played(tmp_path, bad, CALLS[1], RESTART, *again, CALLS[2])

    assert "'pass'" in ended
    assert ended.count("people.csv cannot be used") == 2
    assert "'good'" in mended


def test_a_critical_application_that_a_file_ends_does_not_hold_up_its_server(
    tmp_path: Path,
) -> None:
    loaded(tmp_path, "false")
    steps = [replaced(5.0, "bob,a\\nbob,b"), CALLS[1], replaced(12.0, "bob,good")]
    critical = 'manifest = "one.am"\ncritical = true'
    text = SCENARIO.replace('manifest = "one.am"', critical)
    text += "".join(f"\n[[timeline]]\n{step}\n" for step in [*steps, RESTART, CALLS[2]])
    (tmp_path / "one.toml").write_text(text)

    trace = lab.play(tmp_path / "one.toml")

    answers = [getattr(sent.message, "status", 0) for sent in trace.of(Sent)]
    assert answers.count(200) == 4, "both messages arrived, and each was passed on"
    assert "good" in str(trace.runs)


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
