"""Who stands where."""

import subprocess
import sys
from pathlib import Path

from mspllab.scenario.load import read_scenario
from mspllab.scenario.scenario import (
    Application,
    Client,
    Links,
    Pair,
    Person,
    PlatformEndpoint,
    Scenario,
    Server,
)
from mspllab.sim.datagram import Endpoint
from mspllab.views.shapes import Box, Line
from mspllab.views.topology import draw_topology, graph
from tests.views.measuring import overlaps, texts

SERVER = Server("fe01", "fe01.lab.example", "192.0.2.11")
USERS = (Person("alice"), Person("bob", "sip:robert@lab.example"))
CLIENTS = (
    Client("alice", "alice", Endpoint("192.0.2.90", 50877)),
    Client("bob-desk", "bob", Endpoint("192.0.2.101", 50211), label="Bob\ndesk"),
    Client("bob-old", "bob", Endpoint("192.0.2.102", 50211), register="never"),
)
PLATFORM = Application(
    "reroute",
    "app01.lab.example",
    "192.0.2.50",
    "sip:app01@lab.example;gruu",
    port=10607,
    endpoints=(
        PlatformEndpoint(
            "frontdesk", uri="sip:frontdesk@lab.example", default_routing=True
        ),
    ),
)
SCENARIO = Scenario(
    title="Can one application take the call?",
    servers=(SERVER,),
    users=USERS,
    clients=CLIENTS,
    applications=(PLATFORM,),
    links=Links(pairs=(Pair(("fe01", "alice"), delay=0.25),)),
)


def words(scenario: Scenario) -> list[str]:
    return [text.text for text in texts(draw_topology(scenario))]


def test_every_element_is_a_node_and_is_connected_with_its_server() -> None:
    made = graph(SCENARIO)

    assert set(made.nodes) == {"fe01", "alice", "bob-desk", "bob-old", "reroute"}
    assert {frozenset(edge) for edge in made.edges} == {
        frozenset(("fe01", name))
        for name in ("alice", "bob-desk", "bob-old", "reroute")
    }
    assert made.nodes["fe01"]["kind"] == "front-end"


def test_an_edge_knows_its_wire() -> None:
    made = graph(SCENARIO)

    assert made.edges["fe01", "alice"] == {"transport": "TLS", "delay": 0.25}
    assert made.edges["fe01", "bob-desk"]["delay"] == 0.01


def test_servers_are_connected_with_each_other() -> None:
    second = Server("fe02", "fe02.lab.example", "192.0.2.12")

    made = graph(Scenario(servers=(SERVER, second)))

    assert made.has_edge("fe01", "fe02")


def test_an_edge_stands_between_inside_and_outside() -> None:
    who_may = Path(__file__).resolve().parents[2] / "data/scenarios/who-may.toml"
    made = graph(read_scenario(who_may))
    assert set(made["edge01"]) == {"fe01", "partner", "cloud"}
    assert "partner" not in made["fe01"] and "cloud" not in made["partner"]


def test_a_line_passes_over_who_stands_between() -> None:
    who_may = Path(__file__).resolve().parents[2] / "data/scenarios/who-may.toml"
    drawn = draw_topology(read_scenario(who_may)).shapes
    bent = [shape.points for shape in drawn if isinstance(shape, Line)]
    (over,) = [points for points in bent if len(points) > 2]
    highest = min(shape.y for shape in drawn if isinstance(shape, Box))
    assert all(0 < y < highest + 10 for _, y in over[1:-1])


def test_boxes_say_who_it_is_and_where() -> None:
    shown = words(SCENARIO)

    assert "sip:robert@lab.example" in shown
    assert "sip:alice@lab.example" in shown
    assert "192.0.2.101:50211" in shown
    assert "app01.lab.example:10607" in shown
    assert "default routing endpoint" in shown
    assert "not registered" in shown


def test_a_wire_unlike_the_others_says_so() -> None:
    assert "TLS, 0.25 s" in words(SCENARIO)


def test_nothing_overlaps_or_leaves_the_paper() -> None:
    drawing = draw_topology(SCENARIO)
    boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]

    assert overlaps(drawing) == []
    for box in boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = box.x + box.width < other.x or other.x + other.width < box.x
            above = box.y + box.height < other.y or other.y + other.height < box.y
            assert beside or above


def test_a_scenario_without_anything_is_an_empty_picture() -> None:
    assert draw_topology(Scenario()).description == "Elements: none. Connected: none."


def test_the_picture_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "from tests.views.test_topology import SCENARIO;"
        "from mspllab.views.topology import draw_topology;"
        "print(draw_topology(SCENARIO)._repr_svg_())"
    )

    pictures = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(pictures) == 1
