from dataclasses import replace

import pytest

from mspllab.lync.directory import UserSettings
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.homes import Homes
from mspllab.sip.uri import parse_uri
from tests.lync.cast import ALICE, BOB, DIRECTORY

AWAY = replace(BOB, settings=UserSettings(home_pool="Pool02.lab.example"))
AT_HOME = replace(ALICE, settings=UserSettings(home_pool="POOL01.lab.example"))
BOOK = AddressBook(replace(DIRECTORY, users=(AWAY, AT_HOME)))


@pytest.mark.parametrize(
    ("uri", "pool"),
    [
        ("sip:bob@lab.example", "Pool02.lab.example"),
        ("tel:+12065550142", "Pool02.lab.example"),
        ("sip:alice@lab.example", None),
        ("sip:frontdesk@lab.example", None),
        ("sip:nobody@lab.example", None),
    ],
)
def test_a_home_is_elsewhere_where_it_is_another_pool(
    uri: str, pool: str | None
) -> None:
    homes = Homes(BOOK, frozenset({"pool01.lab.example", "fe01.lab.example"}))
    assert homes.elsewhere(parse_uri(uri)) == pool
