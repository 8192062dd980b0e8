"""What people work with who look into alerts, in memory, with the rules that are released."""

from functions.query.investigation import Investigation
from lacre.investigating.rulebook import load_rulebook
from tests.fakes.alerts import MemoryAlerts, MemorySnoozes
from tests.fakes.ambient import SeededEntropy
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.cases import MemoryCases


def investigation() -> Investigation:
    return Investigation(
        MemoryAlerts(), MemorySnoozes(), MemoryCases(), MemoryBlocks(), load_rulebook(), SeededEntropy(31)
    )
