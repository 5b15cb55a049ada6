"""Every key and value of a TOML text is found where it stands."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.scenario.language.positions import KeyPath, find_positions

TEXT = '''\
# [not.a.table]
title = "a # b"  # and a comment
"quoted key".'and another' = 1

[servers.fe01]
on.call = { a = 1, "b c" = [1, 2,
  3, ], d = { e = 1979-05-27 07:32:00 } }
list = [
  "x", # a comment ]
  ['y', "]"],
]

[[servers.fe01.applications]]
text = """
"one" ""two"" \\""""

[[ servers . fe01 . applications ]]
text = \'\'\'it's '' fine\'\'\'
[servers.fe01.applications.inner]
key = -1.5e3
'''


def keys_of(text: str) -> dict[KeyPath, str]:
    return {
        path: text[spot.key.start : spot.key.end]
        for path, spot in find_positions(text).items()
    }


def values_of(text: str) -> dict[KeyPath, str]:
    return {
        path: text[spot.value.start : spot.value.end]
        for path, spot in find_positions(text).items()
    }


def at(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("title",), "title"),
        (("quoted key", "and another"), "'and another'"),
        (("servers", "fe01"), "fe01"),
        (("servers", "fe01", "on", "call", "b c"), '"b c"'),
        (("servers", "fe01", "applications", 1, "inner", "key"), "key"),
    ],
)
def test_keys_are_found(path: KeyPath, key: str) -> None:
    assert keys_of(TEXT)[path] == key


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), '"a # b"'),
        (("quoted key", "and another"), "1"),
        (("servers", "fe01", "on", "call", "b c", 2), "3"),
        (("servers", "fe01", "on", "call", "d", "e"), "1979-05-27 07:32:00"),
        (("servers", "fe01", "list", 1, 1), '"]"'),
        (("servers", "fe01", "applications", 0, "text"), '"""\n"one" ""two"" \\""""'),
        (("servers", "fe01", "applications", 1, "text"), "'''it's '' fine'''"),
        (("servers", "fe01", "applications", 1), "[[ servers . fe01 . applications ]]"),
    ],
)
def test_values_are_found(path: KeyPath, value: str) -> None:
    assert values_of(TEXT)[path] == value


def test_every_value_found_is_the_one_that_the_parser_reads() -> None:
    data = tomllib.loads(TEXT)

    for path, value in values_of(TEXT).items():
        if isinstance(at(data, path), str | int | float):
            assert tomllib.loads(f"v = {value}")["v"] == at(data, path), path


def test_windows_line_ends_make_no_difference() -> None:
    text = "a = 1\r\n[b]\r\nc = 'x'  # y\r\n"

    assert values_of(text) == {("a",): "1", ("b",): "[b]", ("b", "c"): "'x'"}


scalars = st.one_of(
    st.integers(-9999, 9999).map(str),
    st.booleans().map(lambda flag: str(flag).lower()),
    st.sampled_from(['"a # b"', "'c, d'", '"]}"', '"""x\n"y" """', "'''z'''", "1.5"]),
)
keys = st.sampled_from(["a", "b-c", '"d e"', "'f.g'", "h"])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda v: f"[ {' , '.join(v)} ]"),
        st.dictionaries(keys, inner, max_size=3).map(
            lambda v: "{ " + ", ".join(f"{k} = {x}" for k, x in v.items()) + " }"
        ),
    ),
    max_leaves=6,
)


@given(st.dictionaries(keys, values, max_size=5))
def test_any_text_is_walked_through_to_its_end(pairs: dict[str, str]) -> None:
    text = "".join(f"{key} = {value} # comment\n" for key, value in pairs.items())
    data = tomllib.loads(text)

    found = find_positions(text)

    for path, spot in found.items():
        written = text[spot.value.start : spot.value.end]
        assert tomllib.loads(f"v = {written}")["v"] == at(data, path)
    assert {path[0] for path in found} == set(data)
