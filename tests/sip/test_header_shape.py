"""Shapes: the order of fields, shared by all headers that look alike."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import BuildError
from mspllab.sip.header_shape import _SHAPES, EMPTY, Shape

KEYS = st.lists(st.sampled_from(["via", "from", "to", "route"]), max_size=7).map(tuple)


@given(KEYS)
def test_a_shape_knows_where_each_field_first_stands(keys: tuple[str, ...]) -> None:
    shape = Shape.of(keys)
    assert shape.keys == keys
    assert shape.first == {key: keys.index(key) for key in keys}
    assert shape.repeated == {key for key in keys if keys.count(key) > 1}


@given(KEYS, st.data())
def test_edits_find_the_shape_that_the_edited_keys_have(
    keys: tuple[str, ...], data: st.DataObject
) -> None:
    shape, place = Shape.of(keys), data.draw(st.integers(0, len(keys)))
    wider = shape.inserted(place, "via")
    assert wider.keys == (*keys[:place], "via", *keys[place:])
    assert wider.removed(place).keys == keys


@given(KEYS, st.frozensets(st.sampled_from(["via", "to", "cseq"])))
def test_a_selection_keeps_the_order(
    keys: tuple[str, ...], wanted: frozenset[str]
) -> None:
    places, shape = Shape.of(keys).only(wanted)
    assert shape.keys == tuple(key for key in keys if key in wanted)
    assert [keys[place] for place in places] == list(shape.keys)


def test_equal_keys_have_one_shape_even_after_a_copy() -> None:
    shape = Shape.of(("via", "from"))
    assert Shape.of(("via", "from")) is shape
    assert copy.deepcopy(shape) is shape
    assert pickle.loads(pickle.dumps(shape)) is shape


def test_hostile_headers_do_not_fill_the_memory() -> None:
    base = Shape.of(("via", "from"))
    for number in range(5000):
        wider = base.inserted(0, f"x-{number}")
        assert wider.keys == (f"x-{number}", "via", "from")
        assert base.only(frozenset({"via", f"x-{number}"})).shape.keys == ("via",)
    long = ("x",) * 20_000
    assert Shape.of(long).first == {"x": 0}
    assert len(_SHAPES) <= 1024
    assert long not in _SHAPES


@given(KEYS, KEYS)
def test_a_shape_with_more_fields_behind_has_their_keys_too(
    keys: tuple[str, ...], more: tuple[str, ...]
) -> None:
    shape = Shape.of(keys)
    names = tuple(name.upper() for name in more)

    assert shape.extended(names).keys == (*keys, *more)
    assert shape.extended(names) is shape.extended(names)


def test_no_shape_has_a_field_whose_name_is_no_token() -> None:
    with pytest.raises(BuildError, match="a header name is a token, 'A B' is none"):
        EMPTY.extended(("Via", "A B"))
