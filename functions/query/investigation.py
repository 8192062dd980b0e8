"""What people work with who look into alerts."""

from dataclasses import dataclass

from lacre.investigating.rulebook import Rulebook
from lacre.ports.alerts import Alerts, Snoozes
from lacre.ports.ambient import Entropy
from lacre.ports.blocks import Blocks
from lacre.ports.cases import Cases


@dataclass(frozen=True)
class Investigation:
    alerts: Alerts
    snoozes: Snoozes
    cases: Cases
    blocks: Blocks
    rulebook: Rulebook
    entropy: Entropy
