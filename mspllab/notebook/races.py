"""races: what else may come of a call, tried out, with a bar to watch."""

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from mspllab.errors import UsageError
from mspllab.scenario.files import AnyPath
from mspllab.scenario.load import read_scenario
from mspllab.scenario.racing.search import Races, Search
from mspllab.scenario.scenario import Scenario

try:
    from tqdm.auto import tqdm
except ImportError:  # it works without a bar as well
    tqdm = None

WITHIN = 0.02
"""Seconds: two hops of a wire on which nothing is said."""
MOST = 2_000


def races(
    scenario: Scenario | AnyPath,
    *,
    within: float = WITHIN,
    most: int = MOST,
    executor: Executor | None = None,
    progress: bool = True,
) -> Races:
    """Every outcome that `scenario` may have, each with its shortest ladder.

    Each message, each timer and each deed of somebody may come up to `within` seconds
    late, and the orders that follow from it are tried; orders that differ in nothing
    that matters are tried once. Datagrams overtake each other, what goes over one
    connection does not. Interrupting it (Ctrl-C) gives what was found so far.

    Args:
        scenario: one that was read or made, or the path of its file.
        within: seconds.
        most: the number of orders after which it stops, and says so.
        executor: plays several orders at a time: a process pool, or
            `dask.distributed`'s `Client.get_executor()` for more than one machine. The
            outcomes and their order are the same.
        progress: show a bar, where `tqdm` is installed.

    Raises:
        UsageError: a file cannot be read, or a number makes no sense.
        ScenarioError: the scenario says something impossible.
    """
    if within < 0 or most < 1:
        raise UsageError("within= is 0 or more seconds, most= at least 1 order")
    if not isinstance(scenario, Scenario):
        scenario = read_scenario(scenario)
    search = Search(scenario, within, most)
    if not progress or tqdm is None:
        return search.run(executor, _nobody_looks)
    with tqdm(unit="order", desc="orders", leave=False) as bar:
        return search.run(executor, _on(bar))


def _nobody_looks(tried: int, known: int) -> None:
    pass


def _on(bar: Any) -> Callable[[int, int], None]:  # noqa: ANN401 - tqdm has no types
    def show(tried: int, known: int) -> None:
        bar.total = known
        bar.update(tried - bar.n)

    return show
