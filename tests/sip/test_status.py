"""Status codes (RFC 3261 §21)."""

import pytest

from mspllab.sip import status


def test_every_code_has_a_class_and_a_phrase() -> None:
    for code, phrase in status.PHRASES.items():
        assert phrase
        assert status.reason_phrase(code) == phrase
        kinds = (
            status.is_provisional(code),
            status.is_success(code),
            status.is_redirect(code),
            status.is_failure(code),
        )
        assert sum(kinds) == 1
        assert status.is_final(code) is not status.is_provisional(code)


@pytest.mark.parametrize(
    ("code", "as_code"), [(486, 486), (499, 400), (299, 200), (150, 183), (699, 600)]
)
def test_rule_021_an_unknown_code_is_taken_for_its_class(
    code: int, as_code: int
) -> None:
    assert status.treated_as(code) == as_code


def test_rule_021_an_unknown_code_has_the_phrase_of_its_class() -> None:
    assert status.reason_phrase(499) == "Client Error"
    assert status.reason_phrase(999) == ""
