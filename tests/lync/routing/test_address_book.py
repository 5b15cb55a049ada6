import pytest

from mspllab.lync.directory import Contact, Directory, User
from mspllab.lync.routing.address_book import AddressBook, number_of
from mspllab.sip.uri import parse_uri
from tests.lync.cast import BOB, DIRECTORY, FRONTDESK, GRUU, ORPHAN, REROUTE

BOOK = AddressBook(DIRECTORY)
STRICT = AddressBook(DIRECTORY, case_blind=False)


def owner(text: str, book: AddressBook = BOOK) -> User | Contact | None:
    return book.owner(parse_uri(text))


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("sip:bob@lab.example", BOB),
        ("sip:Bob@LAB.example;transport=tls", BOB),
        ("sip:%62ob@lab.example", BOB),
        ("sip:frontdesk@lab.example", FRONTDESK),
        ("tel:+1-206-555-0142", BOB),
        ("tel:+12065550142", BOB),
        ("sip:+12065550142@lab.example;user=phone", BOB),
        ("sip:+1(206)555-0142@lab.example", BOB),
        ("sip:dave@lab.example", None),
        ("sip:bob@else.example", None),
        ("tel:+12065550199", None),
        ("http://lab.example/", None),
    ],
)
def test_addresses_and_numbers_have_owners(
    uri: str, expected: User | Contact | None
) -> None:
    assert owner(uri) is expected


def test_the_standard_minds_the_case_of_users() -> None:
    assert owner("sip:Bob@lab.example", STRICT) is None
    assert owner("sip:bob@LAB.example", STRICT) is BOB


def test_only_users_have_registrations() -> None:
    assert BOOK.has_user("Bob@lab.example")
    assert not STRICT.has_user("Bob@lab.example")
    assert not BOOK.has_user("frontdesk@lab.example")


def test_an_application_is_found_by_its_gruu_in_either_order() -> None:
    turned = "sip:app01.lab.example@lab.example;opaque={};gruu".format(
        "srvr:reroute:z85CLh3G-lWirNn474kO6QAA"
    )
    assert BOOK.application_at(parse_uri(GRUU)) is REROUTE
    assert BOOK.application_at(parse_uri(turned)) is REROUTE
    assert BOOK.application_at(parse_uri(GRUU.replace("z85", "zzz"))) is None
    assert BOOK.application_at(parse_uri("sip:bob@lab.example")) is None


def test_a_contact_has_the_application_that_owns_it() -> None:
    assert BOOK.application_of(FRONTDESK) is REROUTE
    assert BOOK.application_of(ORPHAN) is None


def test_domains_are_served_whatever_their_case() -> None:
    assert BOOK.serves("LAB.example")
    assert not BOOK.serves("sub.lab.example")
    assert not AddressBook(Directory()).serves("lab.example")


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        ("sip:5550142;phone-context=lab@lab.example;user=phone", "5550142"),
        ("sip:bob@lab.example", None),
        ("sip:lab.example", None),
        ("tel:555-0142;phone-context=+1206", "5550142"),
    ],
)
def test_numbers_are_read_without_separators(uri: str, number: str | None) -> None:
    assert number_of(parse_uri(uri)) == number
