"""What a clone holds, and that its lists of packages agree."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP = {
    *("notebooks", "mspllab", "data", "tests", "environment.yml", "README.md"),
    *("pyproject.toml", "ARCHITECTURE.md", "INFIDELITIES.md", "CONTRIBUTING.md"),
    *("LICENSE", ".ci", ".gitignore", ".gitattributes"),
}
FIGURE_AND_TABLE_LIBRARIES = {"matplotlib", "networkx", "pandas"}
# Put together here, so that this very file has none of them.
PRIVATE = ["/" + "work/", "/" + "tmp/", "/" + "root/", "/" + "opt/", "CONTRACT" + ".md"]


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so nobody knows which files belong to it")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def environment_packages() -> Iterator[str]:
    text = (ROOT / "environment.yml").read_text("utf-8")
    _, _, dependencies = text.partition("dependencies:\n")
    listed = re.findall(r"^ +- (\S+)$", dependencies, re.MULTILINE)
    yield from (name for name in listed if name not in ("pip", "pip:"))


def test_conda_and_pip_users_get_the_same_packages() -> None:
    declared = project()
    extras = declared["optional-dependencies"]
    python = f"python{declared['requires-python']}"
    assert sorted(environment_packages()) == sorted(
        {python, *(package for extra in extras.values() for package in extra)}
    )


def test_the_package_itself_needs_nothing() -> None:
    assert project()["dependencies"] == []


def test_what_pictures_and_tables_need_is_installed_with_the_lab() -> None:
    named = {
        re.split(r"[>=]", text)[0] for text in project()["optional-dependencies"]["lab"]
    }
    assert named >= FIGURE_AND_TABLE_LIBRARIES


def test_the_top_folder_holds_only_what_a_newcomer_should_meet() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in committed()}
    assert top <= TOP


def test_every_folder_of_data_says_where_its_files_come_from() -> None:
    folders = [path for path in (ROOT / "data").rglob("*") if path.is_dir()]
    assert folders
    for folder in folders:
        if any(path.is_file() for path in folder.iterdir()):
            assert (folder / "README.md").is_file(), folder


def test_every_file_of_data_is_in_the_table_of_its_folder() -> None:
    for path in (ROOT / "data").rglob("*.*"):
        if path.is_file() and path.name not in ("README.md", ".gitattributes"):
            assert path.name in (path.parent / "README.md").read_text("utf-8"), path


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    for path in committed():
        text = path.read_bytes().decode("utf-8", "replace")
        for place in PRIVATE:
            assert place not in text, path


def test_the_checks_of_every_submission_can_be_started() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "python" in script.read_text("utf-8")


def test_notebooks_hold_no_place_of_the_machine_they_ran_on() -> None:
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert str(ROOT) not in path.read_text("utf-8"), path


def test_the_page_on_architecture_names_every_folder_of_the_package() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for path in (ROOT / "mspllab").glob("*/__init__.py"):
        assert f"`{path.parent.name}/`" in page


def test_the_map_of_lessons_has_every_lesson() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"):
        assert f"| {path.name[:2]} |" in page, path.name


def test_every_file_that_the_readme_names_is_there() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    for name in re.findall(r"(?:data|notebooks)/[\w./-]+\.\w+", page):
        assert (ROOT / name).is_file(), name


def test_the_pictures_are_what_their_commands_draw_today() -> None:
    table = (ROOT / "data" / "pictures" / "README.md").read_text("utf-8")
    made = re.findall(r"play (data/\S+\.toml) --svg (data/\S+\.svg)", table)
    assert made
    for scenario, picture in made:
        drawn = drawn_by_command(scenario)
        assert drawn == (ROOT / picture).read_bytes(), picture


def drawn_by_command(scenario: str) -> bytes:
    program = (
        "import mspllab, sys; "
        f"drawing = mspllab.sequence(mspllab.play({scenario!r})); "
        r"sys.stdout.buffer.write(drawing._repr_svg_().encode() + b'\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    )
    return done.stdout
