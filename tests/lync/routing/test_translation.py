"""From what was dialled to a number (lync-routing §5.1, step 2)."""

import pytest

from mspllab.cores.decision import Pass, Reply, Ruling
from mspllab.lync.routing.translation import TranslationService
from mspllab.sip.message import Request
from tests.lync.cast import ALICE, request
from tests.lync.telephony import (
    WITH_VOICE,
    deployment,
    directory,
    with_settings,
)


def stage(known: object = WITH_VOICE) -> TranslationService:
    found = deployment(known).stages["TranslationService"]  # type: ignore[arg-type]
    assert isinstance(found, TranslationService)
    return found


def ruling(uri: str, **more: object) -> Ruling:
    found = stage().decide(request(uri, **more), now=0.0)  # type: ignore[arg-type]
    assert isinstance(found, Ruling)
    return found


def dialled(uri: str, **more: object) -> str:
    """The Request-URI it leaves."""
    found = ruling(uri, **more)
    assert isinstance(found.decision, Pass)
    assert isinstance(found.message, Request)
    return found.message.uri


def test_the_first_rule_that_fits_makes_the_number() -> None:
    uri = "sip:+12065550142@lab.example;user=phone"
    assert dialled("sip:142@lab.example;user=phone") == uri


def test_separators_mean_nothing() -> None:
    assert dialled("sip:1-4.2@lab.example;user=phone").startswith("sip:+12065550142@")


def test_a_phone_context_that_names_a_plan_chooses_it() -> None:
    uri = "sip:0140000000;phone-context=Paris@lab.example;user=phone"
    assert dialled(uri) == "sip:+33140000000@lab.example;user=phone"


@pytest.mark.parametrize("context", ["dialstring", "enterprise", "nowhere"])
def test_any_other_phone_context_leaves_it_to_the_callers_plan(context: str) -> None:
    uri = f"sip:142;phone-context={context}@lab.example;user=phone"
    assert dialled(uri) == "sip:+12065550142@lab.example;user=phone"


def test_a_tel_uri_becomes_a_sip_uri_at_the_callers_domain() -> None:
    assert dialled("tel:142") == "sip:+12065550142@lab.example;user=phone"


def test_a_user_has_a_plan_of_their_own() -> None:
    paris = with_settings(ALICE, dial_plan="paris")
    known = directory()
    known = type(known)(known.domains, (paris,), (), (), (), known.voice)
    call = request("sip:0140000000@lab.example;user=phone")

    found = stage(known).decide(call, now=0.0)

    assert isinstance(found, Ruling) and isinstance(found.message, Request)
    assert found.message.uri == "sip:+33140000000@lab.example;user=phone"
    assert found.why == "the dial plan paris makes +33140000000 of 0140000000"


def test_to_stays_as_it_was_dialled() -> None:
    to = "<sip:142@lab.example;user=phone>"
    found = ruling("sip:142@lab.example;user=phone", to=to)
    assert str(found.message.to) == to


def test_digits_that_no_rule_fits_are_404() -> None:
    found = ruling("sip:77@lab.example;user=phone")
    assert isinstance(found.decision, Reply)
    assert found.decision.status == 404
    assert found.decision.headers[0][1].startswith("14010;")


@pytest.mark.parametrize(
    "uri",
    [
        "sip:+12065550142@lab.example;user=phone",
        "sip:142@lab.example",
        "sip:bob@lab.example",
        "sip:142@elsewhere.example;user=phone",
    ],
)
def test_global_numbers_names_and_foreign_domains_are_left_alone(uri: str) -> None:
    assert stage().decide(request(uri), now=0.0) == ""


def test_inside_a_dialog_nothing_is_dialled() -> None:
    call = request("sip:142@lab.example;user=phone", to="<sip:bob@lab.example>;tag=b")
    assert stage().decide(call, now=0.0) == ""
