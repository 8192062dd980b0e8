"""A seeded world: ordinary days, as many innocent scenes as attacks, and POS that fall silent."""

import random
from dataclasses import dataclass, replace

from tests.simulator.attacks import ATTACKS
from tests.simulator.fact import DAY, HOUR, MONDAY, Fact, numbered
from tests.simulator.lookalikes import LOOKALIKES
from tests.simulator.ordinary import OPEN, days
from tests.simulator.province import Province, province

DAYS = 8
SILENT_FROM = MONDAY + DAY
SILENCE = "silent_terminal"
FOUND_BY = {kind.name: kind.found_by for kind in ATTACKS} | {SILENCE: frozenset({"silent_pos"})}
"""Which rules are right to find an attack of a name."""


@dataclass(frozen=True)
class World:
    """`attacks` are the labels, `<name>/<number>`; `silent` says of which POS a silence is one."""

    province: Province
    facts: list[Fact]
    attacks: dict[str, int]
    silent: dict[str, str]

    @property
    def end(self) -> int:
        return MONDAY + DAYS * DAY


def world(seed: int, *, is_quiet: bool = False) -> World:
    """With `is_quiet`, ordinary days and a scene of each innocent kind a day, without any attack."""
    chance = random.Random(seed)
    of = province(chance)
    facts = days(of, DAYS, chance)
    attacks: dict[str, int] = {}
    for turn in range(len(LOOKALIKES) if is_quiet else len(ATTACKS)):
        facts += LOOKALIKES[turn % len(LOOKALIKES)](of, _some_morning(chance), chance)
    silent: dict[str, str] = {}
    if not is_quiet:
        for number, kind in enumerate(ATTACKS):
            label = f"{kind.name}/{number}"
            played = [replace(fact, label=label) for fact in kind.play(of, _some_morning(chance), chance)]
            attacks[label] = min(fact.at for fact in played)
            facts += played
        facts, silent = _silenced(of, facts, attacks, chance)
    facts = [fact for fact in facts if fact.at < MONDAY + DAYS * DAY]
    return World(of, numbered(facts, chance), attacks, silent)


def _some_morning(chance: random.Random) -> int:
    """Of the second to the fourth day, so that a whole day follows."""
    return MONDAY + chance.randrange(1, 4) * DAY + OPEN + chance.randrange(6 * HOUR)


def _silenced(
    of: Province, facts: list[Fact], attacks: dict[str, int], chance: random.Random
) -> tuple[list[Fact], dict[str, str]]:
    """One terminal is carried off and stays ACTIVE; another is blocked, which is no attack."""
    idle = [agent for agent in of.agents if not any(fact.label and fact.actor == agent.actor for fact in facts)]
    stolen, closed = chance.sample(idle, 2)
    label = f"{SILENCE}/0"
    attacks[label] = SILENT_FROM
    gone = {stolen.actor, closed.actor}
    kept = [fact for fact in facts if fact.actor not in gone or fact.at < SILENT_FROM]
    kept.append(Fact(SILENT_FROM, "BLOCK_POS", of.clerks[0].actor, closed.pos, of.clerks[0].ip))
    return kept, {stolen.pos: label}
