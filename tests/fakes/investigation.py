"""What people work with who look into alerts, in memory, with the rules that are released."""

from functions.query.investigation import Investigation
from lacre.investigating.rulebook import load_rulebook
from tests.fakes.alerts import MemoryAlerts, MemorySnoozes
from tests.fakes.ambient import SeededEntropy
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.cases import MemoryCases
from tests.fakes.people import MemoryPeople
from tests.fakes.windows import MemoryWindows

_RULEBOOK = load_rulebook()
"""Which nobody can change."""


def investigation() -> Investigation:
    return Investigation(
        alerts=MemoryAlerts(),
        snoozes=MemorySnoozes(),
        cases=MemoryCases(),
        blocks=MemoryBlocks(),
        people=MemoryPeople(),
        windows=MemoryWindows(),
        rulebook=_RULEBOOK,
        entropy=SeededEntropy(31),
    )
