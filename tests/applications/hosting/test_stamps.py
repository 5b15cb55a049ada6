import pytest

from mspllab.applications.hosting.stamps import Stamp, stamps_of, with_stamp
from mspllab.sip.headers import Headers

APP = "http://lab.example/apps/one"
OTHER = "http://lab.example/apps/two"
NOTHING = Headers([("Call-ID", "c1")])


def stamp(text: str, server: str = "fe01", application: str = APP) -> Stamp:
    return Stamp(text, server, "pool01", application)


@pytest.mark.parametrize("text", ["seen", "two words", 'a "quoted" one', "a;b,c", "ä"])
def test_any_text_can_be_a_stamp(text: str) -> None:
    headers = with_stamp(NOTHING, stamp(text))
    assert stamps_of(headers, APP) == (stamp(text),)


def test_the_last_server_comes_first() -> None:
    headers = with_stamp(NOTHING, stamp("one", "fe01"))
    headers = with_stamp(headers, stamp("two", "fe02"))
    assert [s.text for s in stamps_of(headers, APP)] == ["two", "one"]


def test_a_server_replaces_its_own_stamp() -> None:
    headers = with_stamp(NOTHING, stamp("one"))
    headers = with_stamp(headers, stamp("two"))
    assert [s.text for s in stamps_of(headers, APP)] == ["two"]


def test_applications_do_not_disturb_each_other() -> None:
    headers = with_stamp(NOTHING, stamp("one"))
    headers = with_stamp(headers, stamp("two", application=OTHER))
    headers = with_stamp(headers, stamp(""))
    assert stamps_of(headers, APP) == ()
    assert stamps_of(headers, OTHER) == (stamp("two", application=OTHER),)


def test_taking_the_only_stamp_away_leaves_no_trace() -> None:
    headers = with_stamp(with_stamp(NOTHING, stamp("one")), stamp(""))
    assert headers == NOTHING


@pytest.mark.parametrize("value", ["", "a b", "seen;;", '"open'])
def test_headers_of_another_shape_are_no_stamps(value: str) -> None:
    headers = Headers([("ms-application-via", value)])
    assert stamps_of(headers, APP) == ()
    assert stamps_of(with_stamp(headers, stamp("one")), APP) == (stamp("one"),)
