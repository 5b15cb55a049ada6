import re

import pytest

from mspllab.applications.reading.traps import TRAPS, Trap
from mspllab.mspl.diagnostics import RULES

# As the reader gives it to the traps: values blanked out, quotation marks left.
SOUND = """<?xml version="   "?>
<lc:applicationManifest xmlns:lc="   " lc:appUri = '   '
    x="" >
  <lc:requestFilter methodNames="   " strictRoute="  "/>
  <lc:scriptOnly />
  <lc:splScript></lc:splScript >
</lc:applicationManifest>
"""


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.message)
def test_a_sound_manifest_falls_into_no_trap(trap: Trap) -> None:
    assert re.search(trap.pattern, SOUND) is None


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.message)
def test_a_trap_has_a_page_and_a_part_to_point_at(trap: Trap) -> None:
    assert f"MSPL{trap.code}" in RULES
    groups = re.compile(trap.pattern).groupindex
    assert "at" in groups
    asked = "{name}" in trap.message + trap.hint
    assert not asked or "name" in groups
