"""What people work with who look into alerts."""

from dataclasses import dataclass

from lacre.investigating.explain_group import WindowReader
from lacre.investigating.rulebook import Rulebook
from lacre.ports.alerts import Alerts, Snoozes
from lacre.ports.ambient import Entropy
from lacre.ports.blocks import Blocks
from lacre.ports.cases import Cases
from lacre.ports.people import People


@dataclass(frozen=True)
class Investigation:
    alerts: Alerts
    snoozes: Snoozes
    cases: Cases
    blocks: Blocks
    people: People
    windows: WindowReader
    rulebook: Rulebook
    entropy: Entropy
