"""The front end of a scenario, for a script that is run without its network."""

from mspllab.applications.surroundings import Surroundings
from mspllab.errors import UsageError
from mspllab.lync.front_end import FrontEnd
from mspllab.scenario.build import build
from mspllab.scenario.load import read_scenario


def first_front_end(scenario: str) -> Surroundings:
    """What a script may ask of the first front end of the scenario in that file.

    Raises:
        UsageError: the file cannot be read, or has no front end.
        ScenarioError: what is in it is no scenario.
    """
    for element in build(read_scenario(scenario)).elements.values():
        if isinstance(element, FrontEnd):
            return element.surroundings
    raise UsageError(f"{scenario} has no front end that a script could run on")
