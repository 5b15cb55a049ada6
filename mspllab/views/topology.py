"""Topology: who stands where in a scenario, as a networkx graph and as a drawing."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import NamedTuple

import networkx as nx

from mspllab.lync.routing.priority_list import numbers
from mspllab.scenario.cast import Cast
from mspllab.scenario.scenario import Application, Client, Installed, Scenario, Server
from mspllab.views.captions.reading import printable
from mspllab.views.shapes import (
    HEAD,
    ROW,
    TEXT,
    Box,
    Label,
    Line,
    Point,
    Row,
    Shape,
    Span,
)
from mspllab.views.svg import Drawing
from mspllab.views.text_width import cut, elide, text_width

TIERS = ("application", "server", "client")
"""From top to bottom."""
ROOM = 230.0
"""For a line of text within a box."""
PADDING = 10.0
BESIDE, BETWEEN = 30.0, 74.0
"""Least distance of two boxes in one tier, and of two tiers."""
MARGIN = 24.0
TITLE_TOP, BOXES_TOP = 26.0, 52.0


Element = Application | Server | Client


class Node(NamedTuple):
    """A box: what it is, and what is written in it."""

    role: str
    rows: tuple[Row, ...]
    width: float
    title: str

    @property
    def height(self) -> float:
        """Of the box."""
        return ROW * len(self.rows) + 2 * PADDING - 2


def graph(scenario: Scenario) -> "nx.Graph[str]":
    """Elements as nodes with `kind` and `tier`, connections as edges.

    A client or application is connected with its own server, servers with each other.
    An edge has the `transport` and `delay` of its wire, in seconds.
    """
    made: nx.Graph[str] = nx.Graph(name=scenario.title)
    for tier, elements in zip(TIERS, _elements(scenario), strict=True):
        for element in elements:
            kind = element.kind if isinstance(element, Server) else tier
            made.add_node(element.name, kind=kind, tier=TIERS.index(tier))
    for one, other in _connections(scenario):
        made.add_edge(one, other, **_wire(scenario, one, other))
    return made


def draw_topology(scenario: Scenario) -> Drawing:
    """Servers in the middle, applications above them, phones below."""
    made = graph(scenario)
    nodes = dict(_nodes(scenario))
    places = _places(made, nodes)
    width = max(
        [places[name][0] + node.width / 2 for name, node in nodes.items()] + [300.0]
    )
    height = max(
        [places[name][1] + node.height / 2 for name, node in nodes.items()] + [60.0]
    )
    title = printable(scenario.title) or "Who stands where"
    words = cut(title, width, FACE_OF_TITLE, True)
    shapes: list[Shape] = [Label(MARGIN, TITLE_TOP, ((Span(words, "title"),),))]
    shapes += _edges(made, places, scenario, nodes)
    for name, node in nodes.items():
        shapes += _box(node, places[name])
    return Drawing(
        width + MARGIN, height + MARGIN, tuple(shapes), title, _described(made)
    )


FACE_OF_TITLE = 17.0
OVERHEAD = 10.0
"""How high above a box a line passes it."""


def _elements(scenario: Scenario) -> tuple[tuple[Element, ...], ...]:
    return scenario.applications, scenario.servers, scenario.clients


def _connections(scenario: Scenario) -> Iterator[tuple[str, str]]:
    names = [server.name for server in scenario.servers]
    cast = Cast(scenario)
    for one, other in combinations(scenario.servers, 2):
        if cast.are_connected(one, other):
            yield one.name, other.name
    homed: tuple[Application | Client, ...] = scenario.applications + scenario.clients
    for element in homed:
        home = element.server or (names[0] if names else None)
        if home is not None:
            yield element.name, home


def _wire(scenario: Scenario, one: str, other: str) -> dict[str, object]:
    elements = {
        element.name: element for tier in _elements(scenario) for element in tier
    }
    chosen = [elements[name].transport for name in (one, other)]
    transport = next(filter(None, chosen), scenario.links.transport)
    delay = scenario.links.delay
    for pair in scenario.links.pairs:
        if set(pair.between) == {one, other} and pair.delay is not None:
            delay = pair.delay
    return {"transport": transport, "delay": delay}


def _nodes(scenario: Scenario) -> Iterator[tuple[str, Node]]:
    cast = Cast(scenario)
    for application in scenario.applications:
        lines = [f"{application.host}:{application.port}"]
        for endpoint in application.endpoints:
            lines.append(endpoint.uri or f"as {endpoint.user}")
            if endpoint.default_routing:
                lines.append("default routing endpoint")
        yield application.name, _node("head-platform", application.name, lines)
    for server in scenario.servers:
        lines = [server.kind.replace("-", " "), server.host]
        priorities = [installed.priority for installed in server.applications]
        lines += map(_application, server.applications, numbers(priorities))
        yield server.name, _node("head-front-end", server.name, lines)
    for client in scenario.clients:
        lines = [cast.user(client.user).uri, str(client.address)]
        if client.register == "never":
            lines.append("not registered")
        yield client.name, _node("head-client", client.label or client.name, lines)


def _application(installed: Installed, number: int) -> str:
    manifest = installed.manifest
    path = manifest if isinstance(manifest, str) else manifest.path
    name = path.replace("\\", "/").rpartition("/")[2]
    return f"{number}: {name}{'' if installed.enabled else ' (off)'}"


def _node(role: str, name: str, lines: list[str]) -> Node:
    heads = [cut(printable(line), ROOM, HEAD, True) for line in name.split("\n")]
    others = [elide(printable(line), ROOM, TEXT) for line in lines]
    rows: list[Row] = [(Span(line, "name"),) for line in heads]
    rows += [(Span(line, "key"),) for line in others]
    widths = [text_width(line, HEAD, True) for line in heads]
    widths += [text_width(line, TEXT) for line in others]
    title = printable("; ".join([name.replace("\n", " "), *lines]))
    return Node(role, tuple(rows), max(widths) + 2 * PADDING, title)


def _places(made: "nx.Graph[str]", nodes: Mapping[str, Node]) -> dict[str, Point]:
    """Centre of every box: networkx says where in its tier, the boxes how far apart."""
    if not nodes:
        return {}
    tiers = [
        [name for name in nodes if made.nodes[name]["tier"] == tier]
        for tier in range(len(TIERS))
    ]
    # Lists, since networkx itself would gather each tier in a set of no fixed order.
    rough = nx.multipartite_layout(
        made, subset_key=dict(enumerate(tiers)), align="horizontal"
    )
    pitch = max(node.width for node in nodes.values()) + BESIDE
    apart = min(
        [
            abs(float(rough[other][0]) - float(rough[one][0]))
            for tier in tiers
            for one, other in pairwise(tier)
        ]
        or [1.0]
    )
    scale = pitch / apart
    leftmost = min(
        float(rough[name][0]) * scale - node.width / 2 for name, node in nodes.items()
    )
    places: dict[str, Point] = {}
    top = BOXES_TOP
    for tier in filter(None, tiers):
        tallest = max(nodes[name].height for name in tier)
        for name in tier:
            x = float(rough[name][0]) * scale - leftmost + MARGIN
            places[name] = (round(x, 1), top + tallest / 2)
        top += tallest + BETWEEN
    return places


def _edges(
    made: "nx.Graph[str]",
    places: Mapping[str, Point],
    scenario: Scenario,
    nodes: Mapping[str, Node],
) -> Iterator[Shape]:
    usual = (scenario.links.transport, scenario.links.delay)
    for one, other, wire in made.edges(data=True):
        yield Line(_way(places[one], places[other], places, nodes), "edge")
        if (wire["transport"], wire["delay"]) != usual or len(made.edges) == 1:
            (x1, y1), (x2, y2) = places[one], places[other]
            text = f"{wire['transport']}, {wire['delay']:g} s"
            row = (Span(text, "quiet"),)
            yield Label((x1 + x2) / 2 + 6, (y1 + y2) / 2 + 4, (row,))


def _way(
    start: Point, end: Point, places: Mapping[str, Point], nodes: Mapping[str, Node]
) -> tuple[Point, ...]:
    """Straight, or over the heads of those who stand between in the same row."""
    (x1, y), (x2, y2) = start, end
    heights = [
        nodes[name].height
        for name, (x, level) in places.items()
        if y == y2 == level and min(x1, x2) <= x <= max(x1, x2)
    ]
    if len(heights) <= 2:
        return start, end
    over = y - max(heights) / 2 - OVERHEAD
    return start, (x1, over), (x2, over), end


def _box(node: Node, place: Point) -> Iterator[Shape]:
    x, y = place
    left, top = x - node.width / 2, y - node.height / 2
    radius = 12.0 if node.role == "head-client" else 2.0
    yield Box(left, top, node.width, node.height, node.role, radius, node.title)
    yield Label(x, top + PADDING + 11, node.rows, "middle", node.title)


def _described(made: "nx.Graph[str]") -> str:
    nodes = [f"{name} ({data['kind']})" for name, data in made.nodes(data=True)]
    edges = [f"{one} with {other}" for one, other in made.edges]
    said = f"Elements: {', '.join(nodes) or 'none'}."
    return printable(f"{said} Connected: {', '.join(edges) or 'none'}.")
