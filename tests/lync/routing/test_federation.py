import pytest

from mspllab.applications.surroundings import OutsideSource, read_trust
from mspllab.lync.directory import Partner
from mspllab.lync.routing.federation import Federation, trust

PARTNER = Partner("Partner.example")
CLOUD = Partner("cloud.example", "PublicCloud", verified=False)
KNOWN = Federation((PARTNER, CLOUD), ("bad.example", "cloud.EXAMPLE"))


def test_a_domain_is_a_partner_whatever_its_case() -> None:
    assert KNOWN.partner("partner.EXAMPLE") == PARTNER
    assert KNOWN.partner("sub.partner.example") is None


def test_what_is_blocked_is_no_partner_even_if_it_is_listed() -> None:
    assert KNOWN.partner("cloud.example") is None
    assert KNOWN.is_blocked("BAD.example")


@pytest.mark.parametrize(
    ("domain", "number"),
    [("cloud.example", 1001), ("partner.example", 1002), ("nobody.example", 1002)],
)
def test_the_number_of_a_refusal_depends_on_the_network(
    domain: str, number: int
) -> None:
    assert KNOWN.why_not(domain) == number


@pytest.mark.parametrize("partner", [PARTNER, CLOUD])
def test_the_word_of_an_edge_can_be_read_back(partner: Partner) -> None:
    word = trust(partner, "edge01.lab.example")
    assert read_trust(word) == OutsideSource(partner.source, partner.network)
    verified = "verified" if partner.verified else "unverified"
    assert f"ms-source-verified-user={verified};" in word
