"""Values show themselves in IPython, and nothing happens without it."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

from mspllab.applications.application import Application
from mspllab.notebook.display import register
from mspllab.scenario.scenario import Scenario, Server
from mspllab.views.svg import Drawing
from tests.views.conftest import MANIFEST, alices_invite, make_forked_call


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    instance = InteractiveShell.instance()
    yield instance
    InteractiveShell.clear_instance()


def shown(shell: InteractiveShell, value: object) -> dict[str, str]:
    bundle, _ = shell.display_formatter.format(value)
    return bundle


def test_without_ipython_nothing_is_registered() -> None:
    assert register() is False


def test_a_trace_shows_its_ladder_as_picture_and_as_text(
    shell: InteractiveShell,
) -> None:
    assert register()

    bundle = shown(shell, make_forked_call())

    assert set(bundle) == {"text/plain", "text/html"}
    assert "<svg" in bundle["text/html"]
    assert bundle["text/plain"].startswith("0.000  alice      → fe01        INVITE")


def test_a_message_shows_its_headers(shell: InteractiveShell) -> None:
    register()

    bundle = shown(shell, alices_invite())

    assert "<th>Call-ID</th>" in bundle["text/html"]
    assert bundle["text/plain"] == alices_invite().text


def test_an_application_shows_its_listing(shell: InteractiveShell) -> None:
    register()
    application = Application.load(MANIFEST, "reroute.am")

    bundle = shown(shell, application)

    assert "mspl-listing" in bundle["text/html"]
    assert "if (sipRequest)" in bundle["text/plain"]


def test_a_run_shows_what_came_of_it(shell: InteractiveShell) -> None:
    register()
    run = Application.load(MANIFEST, "reroute.am").run(alices_invite())

    bundle = shown(shell, run)

    assert "<table>" in bundle["text/html"]
    assert bundle["text/plain"].startswith("outcome: ")


def test_a_scenario_shows_who_stands_where(shell: InteractiveShell) -> None:
    register()
    scenario = Scenario(servers=(Server("fe01", "fe01.lab.example", "192.0.2.1"),))

    bundle = shown(shell, scenario)

    assert "<svg" in bundle["text/html"]
    assert "fe01 (front-end)" in bundle["text/plain"]


def test_a_drawing_is_shown_once_and_not_as_html_and_svg(
    shell: InteractiveShell,
) -> None:
    register()

    bundle = shown(shell, Drawing(10, 10, (), "T", "D."))

    assert set(bundle) == {"text/plain", "text/html"}


def test_registering_twice_changes_nothing(shell: InteractiveShell) -> None:
    register()
    first = shown(shell, make_forked_call())

    register()

    assert shown(shell, make_forked_call()) == first


def test_registering_loads_no_view_and_no_picture_library() -> None:
    code = (
        "import sys; import mspllab.notebook.display as display; display.register();"
        "print(any(name in sys.modules for name in "
        "('networkx', 'matplotlib', 'pandas', 'mspllab.views.sequence')))"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "False\n"


def test_a_fate_shows_the_way_through_the_applications(
    shell: InteractiveShell,
) -> None:
    register()

    bundle = shown(shell, make_forked_call().fate(1))

    assert set(bundle) == {"text/plain", "text/html"}
    assert set(bundle) == {"text/plain", "text/html"}
    assert "<svg" in bundle["text/html"]
    assert bundle["text/plain"].startswith("message 1: INVITE")
