"""Tags, branches and Call-IDs from a seeded source."""

import copy
from random import Random

from mspllab.sip.identifiers import Identifiers


def test_rule_036_the_same_seed_gives_the_same_names() -> None:
    one, other = (Identifiers(Random(7), "lab.example") for _ in range(2))
    for name in ("tag", "branch", "call_id"):
        assert getattr(one, name)() == getattr(other, name)()


def test_rule_036_tags_have_32_bits_and_differ() -> None:
    identifiers = Identifiers(Random(7), "lab.example")
    tags = {identifiers.tag() for _ in range(1000)}
    assert len(tags) == 1000
    assert all(len(tag) == 8 for tag in tags)


def test_rule_039_branches_begin_with_the_cookie() -> None:
    identifiers = Identifiers(Random(7), "lab.example")
    assert identifiers.branch().startswith("z9hG4bK")
    assert identifiers.branch("loop").endswith(".loop")


def test_call_ids_name_their_host() -> None:
    assert Identifiers(Random(7), "fe01").call_id().endswith("@fe01")


def test_a_copied_source_goes_on_alike() -> None:
    identifiers = Identifiers(Random(7), "lab.example")
    twin = copy.deepcopy(identifiers)
    assert twin.tag() == identifiers.tag()
