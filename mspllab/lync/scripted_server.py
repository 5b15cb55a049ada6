"""ScriptedServer: a server with a list of applications, and its administrator."""

from mspllab.applications.chain import ApplicationChain
from mspllab.applications.surroundings import Surroundings
from mspllab.lync.installation import ADMINISTERED, REPLACE_FILE, Installation
from mspllab.lync.plan import Step
from mspllab.lync.server import Server
from mspllab.transaction.effects import Effect


class ScriptedServer(Server):
    """What a Front End and an Edge have in common."""

    surroundings: Surroundings
    """What its scripts may ask of it."""
    _list: Installation
    _chain: ApplicationChain

    @property
    def is_waiting(self) -> bool:
        """Whether it carries no SIP, because a critical application does not run."""
        return self._list.missing is not None

    def adopt_scripts(self, other: "ScriptedServer") -> None:
        """Run the scripts of `other`, the same server, wherever it has another one."""
        self._list.adopt(other._list)

    def start(self, *, now: float) -> list[Effect]:
        """It has compiled its applications, and knows which of them it can run."""
        return [
            *self._list.started(now),
            self._chain.installed(self._list.paths, now=now),
        ]

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """An administrator does something with an application or its data."""
        if step.do not in ADMINISTERED:
            return super().perform(step, now=now)
        applications = self._list
        if step.do == REPLACE_FILE:
            file, content = step.file or "", step.content or ""
            return list(
                applications.file_replaced(file, content, step.application, now=now)
            )
        return list(applications.administered(step.do, step.application, now=now))
