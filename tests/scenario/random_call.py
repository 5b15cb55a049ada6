"""A scenario nobody has thought of: phones, servers, wires and mishaps from a seed.

The same number gives the same text, so that a call that goes wrong can be played again.
"""

from random import Random

VERBS = (
    "hang up",
    "cancel",
    "hold",
    "resume",
    "reinvite",
    "update",
    "message",
    "info",
    "options",
    "transfer",
    "answer",
    "decline",
    "redirect",
    "register",
    "unregister",
    "query",
    "subscribe",
    "notify",
    "reboot",
)
WEIGHTS = (6, 3, 3, 2, 2, 1, 2, 1, 1, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1)
REFUSALS = (486, 603, 480, 488, 404, 600, 503, 500, 401, 420)
SCRIPTS = (
    "pass-through",
    "note-passing",
    "secret-filter",
    "reroute",
    "authorised-caller",
    "redirect-plain",
    "redirect-history-info",
    "redirect-alias",
    "redirect-avoided",
    "out-of-hours",
    "vip-line",
    "ten-strikes",
)
LOST = ("INVITE", "200", "180", "ACK", "BYE", "CANCEL", "1xx", "487", "any", "REFER")
LAST_TIMES = (80.0, 200.0, 420.0)
"""When everybody hangs up: so a phone that nobody answers does not ring for ever."""
UNTIL = 3000.0


class RandomCall:
    """The parts of one scenario, each made with the same source of chance."""

    def __init__(self, number: int) -> None:
        self._chance = Random(number)
        self._number = number
        self._kind = self._of("front-end", "front-end", "proxy", "proxy", "redirect")
        self._profile = self._of("lync", "rfc3261")
        self._bobs = [f"bob{n + 1}" for n in range(self._chance.randint(1, 5))]
        self._two = self._kind != "redirect" and self._happens(0.25)
        self._people = {"alice": ["alice"], "bob": self._bobs, "carol": ["carol"]}

    def text(self) -> str:
        """The scenario as TOML."""
        parts = [
            self._head(),
            self._links(),
            self._servers(),
            self._clients(),
            self._timeline(),
            self._faults(),
        ]
        return "\n".join(part for part in parts if part)

    def _of(self, *values: str) -> str:
        return self._chance.choice(values)

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share

    def _time(self, most: float) -> float:
        """Often small and round, so that things happen at once."""
        if self._happens(0.4):
            return self._chance.choice([0.0, 0.01, 0.1, 0.5, 1.0, 2.0])
        return round(self._chance.uniform(0.0, most), 3)

    def _head(self) -> str:
        return (
            f'title = "Random call {self._number}"\nprofile = "{self._profile}"\n'
            f"seed = {self._number}\nuntil = {UNTIL}\n"
        )

    def _links(self) -> str:
        chance = self._chance
        lines = [
            "[links]",
            f'transport = "{self._of("UDP", "UDP", "TCP", "TLS")}"',
            f"delay = {chance.choice([0.0, 0.001, 0.01, 0.01, 0.05, 0.3])}",
        ]
        for name, most in (
            ("jitter", 0.2),
            ("loss", 0.15),
            ("duplicate", 0.2),
            ("reorder", 0.2),
        ):
            if self._happens(0.25):
                lines.append(f"{name} = {chance.uniform(0.0, most):.3f}")
        return "\n".join(lines) + "\n"

    def _servers(self) -> str:
        servers = self._server("fe01", "lab.example", "192.0.2.10")
        if self._two:
            servers += self._server("fe02", "partner.example", "192.0.2.20")
        return servers

    def _server(self, name: str, domain: str, address: str) -> str:
        lines = [
            f"[servers.{name}]",
            f'kind = "{self._kind}"',
            f'host = "{name}.{domain}"',
            f'address = "{address}"',
        ]
        if self._kind != "redirect":
            lines += self._routing()
        if self._kind == "proxy" and self._happens(0.25):
            lines.append("stateless = true")
        elif self._kind == "proxy" and self._happens(0.15):
            lines.append('authenticate = "own"')
        if self._kind == "front-end":
            lines += self._scripts(name)
        return "\n".join(lines) + "\n"

    def _routing(self) -> list[str]:
        lines = []
        if self._happens(0.2):
            lines.append("record_route = false")
        if self._happens(0.1):
            lines.append("loop_detection = false")
        if self._happens(0.25):
            lines.append("recurse = [301, 302, 303, 305]")
        return lines

    def _scripts(self, server: str) -> list[str]:
        lines: list[str] = []
        while self._happens(0.3) and len(lines) < 9:
            lines += [
                f"[[servers.{server}.applications]]",
                f'manifest = "../scripts/{self._chance.choice(SCRIPTS)}.am"',
                "priority = 6",
            ]
        return lines

    def _clients(self) -> str:
        lines = []
        for person, clients in self._people.items():
            lines.append(f"[users.{person}]")
            away = self._two and person == "carol"
            if away:
                lines.append('uri = "sip:carol@partner.example"')
            for client in clients:
                lines += self._client(client, person, "fe02" if away else "fe01")
        return "\n".join(lines) + "\n"

    def _client(self, name: str, person: str, server: str) -> list[str]:
        place = 90 + [n for all_ in self._people.values() for n in all_].index(name)
        lines = [
            f"[clients.{name}]",
            f'user = "{person}"',
            f'address = "192.0.2.{place}:5060"',
            f'server = "{server}"',
        ]
        if self._happens(0.3):
            lines.append(f"q = {self._chance.choice([0.1, 0.5, 0.5, 1.0])}")
        if self._happens(0.1):
            lines.append(f'transport = "{self._of("UDP", "TCP")}"')
        if self._happens(0.2):
            lines += ['supports = ["100rel"]', "reliable = true"]
        if self._happens(0.1):
            lines.append(f"register = {self._time(3.0)}")
        if self._happens(0.1):
            lines.append(f'profile = "{self._of("lync", "rfc3261")}"')
        if self._happens(0.1):
            lines.append('events = ["presence"]')
        return [*lines, f"on_call = {{ {', '.join(self._plan())} }}"]

    def _plan(self) -> list[str]:
        plan = []
        ring = "'never'" if self._happens(0.1) else f"{self._time(1.0)}"
        plan.append(f"ring_after = {ring}")
        if self._happens(0.1):
            plan.append("early_media = true")
        match self._of("answer", "answer", "answer", "decline", "redirect", "never"):
            case "answer":
                plan.append(f"answer_after = {self._time(5.0)}")
            case "decline":
                plan.append(f"decline_after = {self._time(3.0)}")
                plan.append(f"decline_with = {self._chance.choice(REFUSALS)}")
            case "redirect":
                plan.append(f"redirect_after = {self._time(3.0)}")
                plan.append(f"redirect_with = {self._chance.choice([301, 302, 305])}")
                plan.append(f"redirect_to = [{', '.join(self._contacts())}]")
        if self._happens(0.4):
            plan.append(f"hang_up_after = {self._time(10.0)}")
        return plan

    def _contacts(self) -> list[str]:
        """None, one or several addresses, of people or of nobody."""
        number = self._chance.choice([0, 1, 1, 1, 2, 3])
        return [f'"{self._address()}"' for _ in range(number)]

    def _address(self) -> str:
        carol = "sip:carol@partner.example" if self._two else "sip:carol@lab.example"
        return self._of(
            "sip:bob@lab.example",
            "sip:bob@lab.example",
            "sip:alice@lab.example",
            "sip:nobody@lab.example",
            carol,
            carol,
        )

    def _timeline(self) -> str:
        first = "sip:bob@lab.example" if self._happens(0.8) else self._address()
        steps = [self._step(0.0, "alice", "call", f'to = "{first}"')]
        for _ in range(self._chance.choice([0, 0, 1, 2, 3, 5, 8])):
            steps.append(self._deed())
        everybody = [name for names in self._people.values() for name in names]
        for at in LAST_TIMES:
            steps += [self._step(at, name, "hang up") for name in everybody]
        return "\n".join(steps)

    def _deed(self) -> str:
        who = self._of("alice", "alice", *self._bobs, "carol")
        at = self._time(12.0)
        if self._happens(0.2):
            return self._step(at, who, "call", f'to = "{self._address()}"')
        do = self._chance.choices(VERBS, WEIGHTS)[0]
        return self._step(at, who, do, *self._details(do))

    def _details(self, do: str) -> list[str]:
        match do:
            case "transfer":
                attended = str(self._happens(0.4)).lower()
                return [f'to = "{self._address()}"', f"attended = {attended}"]
            case "redirect":
                return [f'to = "{self._address()}"']
            case "message" | "info":
                return ['text = "the secret word"']
            case "subscribe":
                return [f'to = "{self._address()}"', 'event = "presence"']
            case "notify":
                return ['event = "presence"', 'text = "busy"']
            case "reinvite":
                return [f"offer = {str(self._happens(0.7)).lower()}"]
        return []

    def _step(self, at: float, who: str, do: str, *more: str) -> str:
        head = ["[[timeline]]", f"at = {at}", f'who = "{who}"', f'do = "{do}"']
        return "\n".join([*head, *more]) + "\n"

    def _faults(self) -> str:
        faults = []
        while self._happens(0.2):
            action = self._of("lose", "duplicate", "delay", "down", "refuse")
            if action in ("down", "refuse"):
                name = self._of("fe01", *self._bobs, "carol", "alice")
                start = self._time(6.0)
                lines = [f'{action} = "{name}"', f"after = {start}"]
                lines.append(f"until = {start + self._time(40.0) + 0.1}")
            else:
                which = self._of("first", "second", "every", "third")
                if which == "every" and action == "lose":
                    which = "first"
                lines = [f'{action} = "{which} {self._chance.choice(LOST)}"']
                if action != "lose":
                    lines.append(f"by = {self._time(2.0)}")
            faults.append("\n".join(["[[faults]]", *lines]) + "\n")
        return "\n".join(faults)


def random_call(number: int) -> str:
    """The TOML text of scenario `number`."""
    return RandomCall(number).text()
