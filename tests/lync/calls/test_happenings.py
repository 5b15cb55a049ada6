import inspect

import pytest

from mspllab.lync.calls import happenings
from mspllab.lync.calls.happenings import WORDS, name_of, silenced, withdrawn
from mspllab.sip.address import Address
from mspllab.trace.records import Happened

FILLERS = {
    "at": 1.0,
    "status": 302,
    "seconds": 3.0,
    "priority": 6,
    "by_us": True,
    "rang": True,
    "elsewhere": True,
}
MAKERS = [
    maker
    for _, maker in inspect.getmembers(happenings, inspect.isfunction)
    if inspect.signature(maker).return_annotation is Happened
]


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_every_record_uses_a_word_of_the_list(maker: object) -> None:
    parameters = inspect.signature(maker).parameters  # type: ignore[arg-type]
    given = {name: FILLERS.get(name, "sip:x@lab.example") for name in parameters}
    record = maker(**given)  # type: ignore[operator]
    assert record.what in WORDS
    assert record.at == 1.0
    assert record.element == "sip:x@lab.example"
    assert record.text[0].islower(), "a sentence without its subject"


def test_the_list_has_no_word_that_nobody_uses() -> None:
    source = inspect.getsource(happenings)
    for word in WORDS:
        assert source.count(f'"{word}"') > 1, word


def test_a_display_name_stands_for_an_address_where_there_is_one() -> None:
    assert name_of(Address.parse('"Alice" <sip:alice@lab.example>')) == "Alice"
    assert name_of(Address.parse("<sip:alice@lab.example>")) == "sip:alice@lab.example"


@pytest.mark.parametrize(
    ("rang", "elsewhere", "what", "text"),
    [
        (True, True, "cancelled", "stops ringing: call completed elsewhere"),
        (False, True, "cancelled", "never rings: call completed elsewhere"),
        (True, False, "missed", "stops ringing: a missed call from Alice"),
        (False, False, "missed", "never rings: a missed call from Alice"),
    ],
)
def test_a_phone_lists_only_calls_that_nobody_took(
    rang: bool, elsewhere: bool, what: str, text: str
) -> None:
    record = silenced(0.0, "desk", "Alice", "c1", rang=rang, elsewhere=elsewhere)
    assert (record.what, record.text) == (what, text)


def test_an_application_loses_a_call_either_way() -> None:
    lost = [
        withdrawn(0.0, "app", "Alice", "c1", rang=False, elsewhere=elsewhere).text
        for elsewhere in (True, False)
    ]
    assert lost == [
        "loses the call: call completed elsewhere",
        "loses the call: Alice has hung up",
    ]
