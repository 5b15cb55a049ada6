import pytest

from mspllab.applications.hosting.instances import instance_in_gruu, registry_format
from mspllab.sip.uri import SipUri

WRITTEN = "{34D859DB-6585-5F91-A3B4-DE853C15347D}"


@pytest.mark.parametrize(
    "instance",
    [
        "34d859db-6585-5f91-a3b4-de853c15347d",
        "urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d",
        '"<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>"',
        WRITTEN,
    ],
)
def test_every_spelling_of_an_instance_comes_out_the_same(instance: str) -> None:
    assert registry_format(instance) == WRITTEN


def test_the_token_of_a_gruu_is_the_instance() -> None:
    uri = "sip:bob@lab.example;opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA;gruu"
    assert instance_in_gruu(SipUri.parse(uri)) == WRITTEN


@pytest.mark.parametrize(
    "params",
    [
        "",
        ";gruu",
        ";opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA",
        ";opaque=app:voicemail;gruu",
        ";opaque=user:epid:21nY;gruu",
        ";opaque=user:epid:***;gruu",
    ],
)
def test_other_uris_name_no_instance(params: str) -> None:
    assert instance_in_gruu(SipUri.parse(f"sip:bob@lab.example{params}")) is None
