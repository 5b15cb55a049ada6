"""Parameters: written, read, found and changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import BuildError, ParseError
from mspllab.sip.params import NO_PARAMS, Params

NAMES = st.from_regex(r"\A[A-Za-z0-9.!%*_+`'~-]{1,12}\Z")
VALUES = st.none() | st.from_regex(r"\A[A-Za-z0-9.!%*_+`'~=:/-]{1,20}\Z")


def test_rule_012_parameter_names_are_case_blind() -> None:
    params = Params.parse(";Tag=AbC;LR")
    assert params.get("tag") == "AbC"
    assert params.has("lr")


def test_rule_012_a_flag_is_there_but_has_no_value() -> None:
    params = Params.parse(";lr;gruu")
    assert params.has("gruu")
    assert params.get("gruu") is None
    assert params.items == (("lr", None), ("gruu", None))


def test_rule_012_a_name_that_stands_twice_is_noticed() -> None:
    assert Params.parse(";a=1;b;A=2").repeated() == "A"
    assert Params.parse(";a=1;b").repeated() is None


def test_quoted_values_come_without_their_quotes_and_escapes() -> None:
    params = Params.parse(r';text="Call \"completed\"; elsewhere";cause=200')
    assert params.get("text") == 'Call "completed"; elsewhere'
    assert params.get("cause") == "200"


def test_white_space_round_separators_is_allowed_and_kept() -> None:
    params = Params.parse(" ;  tag    = a-5 ; lr")
    assert params.get("tag") == "a-5"
    assert str(params) == " ;  tag    = a-5 ; lr"


def test_setting_a_parameter_leaves_the_others_as_they_were_written() -> None:
    params = Params.parse("; A = 1;flag;b=2")
    assert str(params.with_("b", "3")) == "; A = 1;flag;b=3"
    assert str(params.with_("epid", "x1")) == "; A = 1;flag;b=2;epid=x1"
    assert str(params.without("a")) == ";flag;b=2"
    assert str(Params.parse(" ; a=1 ; b=2").with_("b", "3")) == " ; a=1 ;b=3"


def test_setting_a_parameter_that_stands_twice_leaves_one() -> None:
    assert str(Params.parse(";a=1;b;a=2").with_("a", "3")) == ";a=3;b"


def test_values_that_need_quotes_get_them() -> None:
    params = NO_PARAMS.with_("+sip.instance", "<urn:uuid:1>").with_("text", 'a "b"')
    assert str(params) == r';+sip.instance="<urn:uuid:1>";text="a \"b\""'
    assert params.get("text") == 'a "b"'
    assert str(NO_PARAMS.with_("text", '"as is"')) == ';text="as is"'


def test_a_line_break_cannot_be_smuggled_in_through_a_value() -> None:
    with pytest.raises(BuildError, match="line break"):
        NO_PARAMS.with_("tag", "1\r\nEvil: 1")


def test_equality_is_blind_to_the_case_of_names_and_to_spacing() -> None:
    assert Params.parse(";A=1;b") == Params.parse("; a = 1;B")
    assert hash(Params.parse(";A=1")) == hash(Params.parse(";a=1"))
    assert Params.parse(";a=1") != Params.parse(";a=2")


@pytest.mark.parametrize("text", ["tag=1", ";", ";;a", ";a=", ';a="x', ";a=b c"])
def test_what_is_no_parameter_list_says_where(text: str) -> None:
    with pytest.raises(ParseError, match=r"column \d+"):
        Params.parse(text)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_what_is_built_reads_back_as_the_same(
    items: list[tuple[str, str | None]],
) -> None:
    built = Params(items)
    read = Params.parse(str(built))
    assert read.items == tuple(items)
    assert read == built
