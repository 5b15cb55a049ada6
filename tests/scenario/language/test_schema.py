"""The schema and the page that explains it say the same."""

import tomllib
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest

from mspllab.scenario.language.application import (
    APPLICATION,
    APPLICATION_PLAN,
    GATEWAY,
    PLATFORM_ENDPOINT,
    VOICE_MAIL,
)
from mspllab.scenario.language.keys import Key, Table
from mspllab.scenario.language.people import (
    CATEGORY,
    PARTNER,
    POLICY,
    ROUTING,
    USER,
)
from mspllab.scenario.language.phone import CALL_PLAN, CLIENT, PHONE_PLAN, PUBLIC_PHONE
from mspllab.scenario.language.schema import (
    BUDGET,
    FAULT,
    LINKS,
    PAIR,
    SCENARIO,
    STEP,
    SWITCH_NAMES,
    TIMERS,
)
from mspllab.scenario.language.server import INSTALLED, SERVER
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.language.telephony import (
    DIAL_PLAN,
    DIAL_RULE,
    ROUTE,
    VOICE_POLICY,
)
from mspllab.scenario.load import scenario_of
from mspllab.scenario.run import play

README = Path(__file__).resolve().parents[3] / "data" / "scenarios" / "README.md"
TABLES: dict[str, Table[Any]] = {
    "": SCENARIO,
    "[servers.NAME]": SERVER,
    "[[servers.NAME.applications]]": INSTALLED,
    "[users.NAME]": USER,
    "[[users.NAME.policies]]": POLICY,
    "[[users.NAME.categories]]": CATEGORY,
    "[[federation]]": PARTNER,
    "[clients.NAME]": CLIENT,
    "[clients.NAME.on_call]": PHONE_PLAN,
    "[[clients.NAME.calls]]": CALL_PLAN,
    "[applications.NAME]": APPLICATION,
    "[applications.NAME.endpoints.NAME]": PLATFORM_ENDPOINT,
    "[applications.NAME.endpoints.NAME.on_call]": APPLICATION_PLAN,
    "[users.NAME.routing]": ROUTING,
    "[gateways.NAME]": GATEWAY,
    "[gateways.NAME.phones.NAME]": PUBLIC_PHONE,
    "[gateways.NAME.phones.NAME.on_call]": PHONE_PLAN,
    "[[gateways.NAME.phones.NAME.calls]]": CALL_PLAN,
    "[voice_mail.NAME]": VOICE_MAIL,
    "[dial_plans.NAME]": DIAL_PLAN,
    "[[dial_plans.NAME.rules]]": DIAL_RULE,
    "[voice_policies.NAME]": VOICE_POLICY,
    "[routes.NAME]": ROUTE,
    "[[timeline]]": STEP,
    "[links]": LINKS,
    "[[links.pairs]]": PAIR,
    "[[faults]]": FAULT,
    "[timers]": TIMERS,
    "[budget]": BUDGET,
}


def default(table: Table[Any], name: str, key: Key) -> str:
    found = table.default(name)
    if found is MISSING:
        return "*must be given*"
    if key.otherwise:
        return key.otherwise
    match found:
        case bool():
            return f"`{str(found).lower()}`"
        case int() | float():
            return f"`{found}`"
        case str():
            return f'`"{found}"`'
        case tuple() if found and isinstance(found[0], str):
            return f"`{list(found)}`".replace("'", '"')
        case tuple():
            return "none"
    return "see there"


def rows(table: Table[Any]) -> str:
    """The table of the page, as Markdown."""
    head = "| key | holds | default | says |\n|---|---|---|---|\n"
    return head + "".join(
        f"| `{name}` | {key.kind.value} | {default(table, name, key)} | {key.doc} |\n"
        for name, key in table.keys.items()
    )


@pytest.mark.parametrize("header", TABLES)
def test_the_page_has_every_key_with_its_default(header: str) -> None:
    page = README.read_text(encoding="utf-8")

    assert rows(TABLES[header]) in page
    assert f"`{header}`" in page or not header


def test_every_table_of_the_language_is_on_the_page() -> None:
    def inner(table: Table[Any]) -> set[str]:
        tables = [key.table for key in table.keys.values() if key.table is not None]
        return {table.what}.union(*(inner(inside) for inside in tables))

    assert {table.what for table in TABLES.values()} == inner(SCENARIO)


def examples() -> list[str]:
    page = README.read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```toml\n")[1:]]
    return [block for block in blocks if block.startswith("title")]


@pytest.mark.parametrize("text", examples())
def test_the_examples_of_the_page_play(text: str) -> None:
    settings = Settings.parse(text, str(README.parent / "example.toml"))

    trace = play(scenario_of(settings))

    assert trace.end is not None and trace.end.why == "quiet"


def test_one_example_of_the_page_has_every_table() -> None:
    text = max(examples(), key=len)

    without = [header for header in TABLES if header and not has(text, header)]

    assert without == []


def has(text: str, header: str) -> bool:
    """Whether an example has a table of this sort, in lines of its own or in one."""
    parts = header.strip("[]").split(".")
    tables: list[Any] = [tomllib.loads(text)]
    for part in parts:
        inner = [t if part == "NAME" else t.get(part) for t in tables if t]
        tables = [
            entry
            for table in inner
            if table
            for entry in (table.values() if part == "NAME" else listed(table))
        ]
    return bool(tables)


def listed(table: Any) -> list[Any]:
    return table if isinstance(table, list) else [table]


def test_every_switch_is_on_the_page() -> None:
    page = README.read_text(encoding="utf-8")

    assert [name for name in SWITCH_NAMES if f"| `{name}` |" not in page] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.what)
def test_every_key_is_a_field_of_what_its_table_becomes(table: Table[Any]) -> None:
    made = {field.name for field in fields(table.cls)}

    assert {key.field or name for name, key in table.keys.items()} <= made
