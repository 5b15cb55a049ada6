from dataclasses import fields, replace

from mspllab.lync.profile import LYNC, PROFILES, RFC3261, Switches


def switches(of: Switches) -> dict[str, bool]:
    return {f.name: getattr(of, f.name) for f in fields(of) if f.name != "profile"}


def test_the_standards_profile_deviates_nowhere() -> None:
    assert not any(switches(RFC3261).values())


def test_only_recursion_on_302_is_undocumented_for_the_product() -> None:
    assert [name for name, on in switches(LYNC).items() if not on] == ["recurse_on_302"]


def test_profiles_are_known_by_their_own_names() -> None:
    assert {name: of.profile for name, of in PROFILES.items()} == {
        "lync": "lync",
        "rfc3261": "rfc3261",
    }


def test_single_switches_decide_what_a_server_recurses_on() -> None:
    assert LYNC.recurse_on == {303}
    assert RFC3261.recurse_on == frozenset()
    assert replace(LYNC, recurse_on_302=True).recurse_on == {302, 303}


def test_a_client_of_the_same_profile_keeps_the_flipped_switch() -> None:
    flipped = replace(LYNC, redirect_as_new_call=False)
    assert flipped.for_client("lync") is flipped
    assert flipped.for_client("rfc3261") is RFC3261
