"""What only Lync does."""

from mspllab.sip.build import response
from mspllab.views.captions.detail import Detail
from mspllab.views.captions.product import is_product_only, product_details
from tests.views.conftest import GRUU, alices_invite, in_dialog, proxied


def test_only_the_101_is_unknown_to_the_rfc() -> None:
    assert is_product_only(101)
    assert not is_product_only(100)
    assert not is_product_only(None)


def test_an_invite_of_the_standards_has_no_such_signs() -> None:
    assert product_details(alices_invite()) == ()


def test_other_requests_are_not_looked_at() -> None:
    assert product_details(in_dialog("BYE", "sip:b@x", "B", 2)) == ()


def test_branched_and_epid_each_have_a_line() -> None:
    copy = proxied(alices_invite(), GRUU, "F1", epid="b0b", branched="FALSE")

    assert product_details(copy) == (
        Detail("Lync", "epid=b0b", "product"),
        Detail("", "branched=FALSE", "product"),
    )


def test_a_101_without_diagnostics_is_marked_all_the_same() -> None:
    report = response(alices_invite(), 101, "Progress Report")

    assert product_details(report) == (
        Detail("Lync", "unknown to RFC 3261", "product"),
    )


def test_an_unreadable_to_has_no_signs() -> None:
    assert product_details(alices_invite().with_header("To", "<<")) == ()
