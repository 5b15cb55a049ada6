from mspllab.lync.profile import RFC3261
from tests.lync.cast import ALICE, BOB
from tests.lync.laboratory import Laboratory, own_endpoint, user_endpoint


def test_an_applications_own_endpoint_does_not_register() -> None:
    assert Laboratory().platform(own_endpoint()).bindings == ()


def test_a_users_endpoint_registers_with_epid_and_gruu() -> None:
    (binding,) = Laboratory().platform(user_endpoint()).bindings
    assert binding.epid == "b0b0000003"
    assert binding.gruu == (
        "sip:bob@lab.example;opaque=user:epid:DkfjOFtJvFGGCBKO55fKYQAA;gruu"
    )


def test_by_the_standard_it_is_one_more_address_of_the_user() -> None:
    (binding,) = Laboratory(RFC3261).platform(user_endpoint()).bindings
    assert binding.contact == "sip:bob@app01.lab.example:10607;transport=tls"
    assert binding.epid is None


def test_code_hears_of_a_call_before_anything_is_answered() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.platform(user_endpoint(BOB, ring=True, decline_after=0.5))
    lab.call("alice", "sip:bob@lab.example")
    lab.run(5.0)
    assert lab.noticed("reroute") == ["received", "rings", "declined"]
    assert lab.statuses("alice") == [100, 101, 180, 486]
