"""The lessons are thin and finished: a conversation, not a program."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(
    path for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)
CLINIC = FOLDER / "clinic.ipynb"
LESSONS = [path for path in NOTEBOOKS if path.stem[:2].isdigit()]
WIDGET = "application/vnd.jupyter.widget-view+json"
COMPUTING = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)


def stem(path: Path) -> str:
    return path.stem


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    notebook = json.loads(path.read_text("utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def is_exercise(cell: dict[str, Any]) -> bool:
    return "exercise" in cell["metadata"].get("tags", ())


def prose(path: Path) -> str:
    return "\n".join(source(cell) for cell in cells(path, "markdown"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_a_cell_has_one_to_six_lines_and_computes_nothing(path: Path) -> None:
    for cell in cells(path, "code"):
        text = source(cell)
        if is_exercise(cell):
            continue
        assert 1 <= len(text.splitlines()) <= 6, text
        for node in ast.walk(ast.parse(text)):
            assert not isinstance(node, COMPUTING), text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_only_the_package_is_imported_and_only_in_the_first_cell(path: Path) -> None:
    first, *rest = cells(path, "code")
    imported = [
        alias.name
        for node in ast.walk(ast.parse(source(first)))
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    assert imported == ["mspllab"]
    for cell in rest:
        assert "import " not in source(cell)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_it_was_run_from_top_to_bottom_and_every_cell_shows_something(
    path: Path,
) -> None:
    for number, cell in enumerate(cells(path, "code"), start=1):
        assert cell["execution_count"] == number
        assert cell["outputs"], source(cell)
        for output in cell["outputs"]:
            assert output["output_type"] == "execute_result", output


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_no_cell_remembers_when_it_was_run(path: Path) -> None:
    for cell in cells(path, "code"):
        assert "execution" not in cell["metadata"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_no_output_needs_a_kernel_that_is_gone(path: Path) -> None:
    assert "widgets" not in json.loads(path.read_text("utf-8"))["metadata"]
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            assert WIDGET not in output["data"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_every_picture_says_in_words_what_it_shows(path: Path) -> None:
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            html = "".join(output["data"].get("text/html", ""))
            assert html.count("<svg") == html.count("<desc")
            assert "text/plain" in output["data"]


@pytest.mark.parametrize("path", LESSONS, ids=stem)
def test_a_lesson_has_all_its_parts(path: Path) -> None:
    text = prose(path)
    title = text.splitlines()[0]

    assert title.startswith(f"# {path.stem[:2]} · ")
    assert title.endswith("?")
    for part in (
        "After this lesson you can",
        "## Predict first",
        "## Change one thing",
        "## Exercise",
        "## In one breath",
    ):
        assert part in text, part
    assert any(is_exercise(cell) for cell in cells(path, "code"))


@pytest.mark.parametrize("path", LESSONS, ids=stem)
def test_a_lesson_asks_once_what_comes_next_and_has_one_player(path: Path) -> None:
    sources = list(map(source, cells(path, "code")))

    for word in ("lab.predict(", "lab.player("):
        assert sum(word in text for text in sources) == 1, word


@pytest.mark.parametrize("path", LESSONS, ids=stem)
def test_the_exercise_shows_the_call_that_proves_its_answer_wrong(path: Path) -> None:
    (cell,) = (cell for cell in cells(path, "code") if is_exercise(cell))
    (output,) = cell["outputs"]

    assert "".join(output["data"]["text/plain"]).startswith("✗")
    assert "<svg" in "".join(output["data"]["text/html"])


def test_the_index_and_the_start_page_name_every_lesson() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    start = prose(FOLDER / "start.ipynb")
    for path in LESSONS:
        assert f"({path.name})" in index
        assert f"({path.name})" in start


def test_the_index_names_every_page_of_the_reference() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    for path in FOLDER.glob("reference/*.ipynb"):
        assert f"(reference/{path.name})" in index


def clinic_sections() -> dict[int, list[dict[str, Any]]]:
    """Number of a comment → the cells of its section, its heading with them."""
    sections: dict[int, list[dict[str, Any]]] = {}
    number = 0
    for cell in json.loads(CLINIC.read_text("utf-8"))["cells"]:
        heading = re.match(r"## (\d+) · \S", source(cell))
        if heading and cell["cell_type"] == "markdown":
            number = int(heading[1])
            assert number not in sections, number
        sections.setdefault(number, []).append(cell)
    del sections[0]
    return sections


COMMENTS = clinic_sections()
NEVER_EXPLAINED = {9, 19, 20, 21}
"""Comments whose authors never said what it had been."""


def test_the_clinic_takes_the_comments_in_their_order() -> None:
    assert list(COMMENTS) == sorted(COMMENTS)
    assert set(COMMENTS) <= set(range(1, 26))


def test_the_clinic_begins_with_a_table_of_its_comments() -> None:
    table = re.findall(r"^\| \[(\d+)\]\(#", prose(CLINIC), re.MULTILINE)

    assert [int(number) for number in table] == list(COMMENTS)


@pytest.mark.parametrize("number", COMMENTS)
def test_a_comment_has_a_symptom_a_mechanism_a_fix_and_a_call_for_each_end(
    number: int,
) -> None:
    text = "".join(map(source, COMMENTS[number]))
    words = ("**Symptom.**", "**Mechanism.**", "**Fix")
    places = [text.find(word) for word in words]

    assert -1 not in places, dict(zip(words, places, strict=True))
    assert places == sorted(places)
    assert text.count("lab.play(") >= 2


@pytest.mark.parametrize("number", COMMENTS)
def test_a_comment_ends_with_a_call_that_goes_well_after_the_fix(number: int) -> None:
    sources = [source(cell) for cell in COMMENTS[number]]
    fix = next(n for n, text in enumerate(sources) if "**Fix" in text)

    assert any("lab.play(" in text for text in sources[:fix])
    assert any("lab.play(" in text for text in sources[fix:])


@pytest.mark.parametrize("number", COMMENTS)
def test_the_clinic_claims_no_cause_that_was_never_reported(number: int) -> None:
    text = "".join(map(source, COMMENTS[number]))

    assert ("never reported" in text) == (number in NEVER_EXPLAINED)


def test_the_index_and_the_start_page_name_the_clinic() -> None:
    assert "(clinic.ipynb)" in (FOLDER / "README.md").read_text("utf-8")
    assert "(clinic.ipynb)" in prose(FOLDER / "start.ipynb")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_every_file_a_notebook_links_to_is_there(path: Path) -> None:
    text = prose(path)
    headings = [line.lstrip("# ") for line in text.splitlines() if line[:1] == "#"]
    anchors = {f"#{heading.replace(' ', '-')}" for heading in headings}
    for chunk in text.split("](")[1:]:
        target = chunk.partition(")")[0]
        assert target in anchors or (path.parent / target).exists(), target
