"""What the event log says of applications that may not run (mspl.md §7.10)."""

import pytest

from mspllab.applications.application import Application
from mspllab.applications.installable import Unloadable
from mspllab.lync.registration import refusal
from tests.lync.laboratory import MANIFEST

SCRIPT_ONLY = "<lc:scriptOnly/>"
EARLY = f"{SCRIPT_ONLY}<lc:allowRegistrationBeforeUserServices/>"


def application(more: str = SCRIPT_ONLY) -> Application:
    text = MANIFEST.format(script="x = 1;").replace(SCRIPT_ONLY, more)
    return Application.load(text, "scripts/one.am")


@pytest.mark.parametrize(
    ("more", "above", "event", "text"),
    [
        (SCRIPT_ONLY, False, None, ""),
        (SCRIPT_ONLY, True, 30234, "allowRegistrationBeforeUserServices"),
        (EARLY, True, None, ""),
        (EARLY, False, None, ""),
        ("", False, 30811, "has no scriptOnly element"),
        (f'<lc:serverFilter roles="FrontEnd"/>{SCRIPT_ONLY}', False, None, ""),
        (f'<lc:serverFilter roles="ALL"/>{SCRIPT_ONLY}', False, None, ""),
    ],
)
def test_each_refusal_has_its_number(
    more: str, above: bool, event: int | None, text: str
) -> None:
    found = refusal(
        application(more),
        element="fe01",
        role="FrontEnd",
        is_above_user_services=above,
    )
    assert (found.event if found else None) == event
    assert text in (found.text if found else "")


def test_a_server_of_another_role_refuses_without_a_number() -> None:
    more = f'<lc:serverFilter roles="AccessProxy,Proxy"/>{SCRIPT_ONLY}'
    found = refusal(
        application(more),
        element="fe01",
        role="FrontEnd",
        is_above_user_services=False,
    )
    assert found is not None
    assert (found.event, found.severity) == (None, "error")
    assert "AccessProxy, Proxy" in found.text
    assert "this server is a FrontEnd" in found.text


def test_managed_code_takes_the_place_of_script_only() -> None:
    managed = application("").with_handlers({})
    assert (
        refusal(managed, element="fe01", role="FrontEnd", is_above_user_services=False)
        is None
    )


def test_what_does_not_compile_is_told_with_its_file_alone() -> None:
    broken = Unloadable("/somewhere/one.am", "<", "MSPL201 in line 6: unknown")
    found = refusal(
        broken, element="fe01", role="FrontEnd", is_above_user_services=True
    )
    assert found is not None
    assert found.event == 30819
    assert found.text == "one.am does not compile: MSPL201 in line 6: unknown"
