from collections.abc import Callable

import pytest

from mspllab.applications.hosting.classes import CLASSES
from mspllab.applications.hosting.parties import (
    EndpointObject,
    SourceObject,
    TargetObject,
)
from mspllab.applications.surroundings import RegisteredEndpoint, Surroundings
from mspllab.sip.message import Request


def test_an_endpoint_has_every_field_of_its_class() -> None:
    endpoint = EndpointObject(RegisteredEndpoint("b1", None, "sip:192.0.2.1"))
    for name in CLASSES["RegistrarEndpoint"]:
        assert hasattr(endpoint, name), name
    assert (endpoint.EPID, endpoint.Instance) == ("b1", None)


@pytest.mark.parametrize(
    ("from_", "aor", "is_phone"),
    [
        ('"Alice" <sip:alice@lab.example>;tag=1', "alice@lab.example", False),
        ("<sip:+12065550110@lab.example;user=phone>;tag=1", "+12065550110", True),
        ("<tel:+1-206-555-0110>;tag=1", "+12065550110", True),
        ("<sip:lab.example>;tag=1", "lab.example", False),
    ],
)
def test_the_source_is_read_from_from(
    invite: Callable[..., Request], from_: str, aor: str, is_phone: bool
) -> None:
    source = SourceObject(invite(from_=from_))
    assert (source.Aor, source.IsPhone) == (aor, is_phone)


def test_the_source_is_the_device_in_contact(invite: Callable[..., Request]) -> None:
    source = SourceObject(invite())
    assert source.Instance is not None
    assert source.Instance.startswith("{") and source.Instance.endswith("}")
    assert SourceObject(invite().with_header("Contact", "*")).Instance is None


def test_the_target_is_read_from_the_request_uri(
    invite: Callable[..., Request], lab: Surroundings
) -> None:
    uri = "sip:bob@LAB.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu"
    target = TargetObject(invite(uri=uri), lab)
    assert target.Uri == uri
    assert target.Aor == "bob@LAB.example"
    assert target.Instance == "{D62ECEA5-A59E-56E1-808E-72F602F50A7F}"
    assert (target.IsPhone, target.DomainSupported) == (False, True)


def test_a_telephone_target_is_its_number(
    invite: Callable[..., Request], lab: Surroundings
) -> None:
    uri = "sip:+12065550142@other.example;user=phone"
    target = TargetObject(invite(uri=uri), lab)
    assert (target.Aor, target.IsPhone) == ("+12065550142", True)
    assert (target.Instance, target.DomainSupported) == (None, False)
