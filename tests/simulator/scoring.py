"""What was found against what was played: precision, recall, time to detect, each by rule or attack."""

import random
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verdict:
    """An alert: of which rule, at which time (ms), and the attack that it is right about ("" for none)."""

    rule: str
    at: int
    attack: str
    blocks: bool = False


@dataclass
class Score:
    """The outcome of one world. `delays` are ms from an attack's beginning to the event that gave it away."""

    verdicts: list[Verdict]
    attacks: dict[str, int]
    found: dict[str, int] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        return len(self.found) / len(self.attacks) if self.attacks else 1.0

    @property
    def precision(self) -> float:
        return share(bool(verdict.attack) for verdict in self.verdicts)

    @property
    def block_precision(self) -> float:
        return share(bool(verdict.attack) for verdict in self.verdicts if verdict.blocks)

    def by_rule(self) -> dict[str, list[bool]]:
        rules: dict[str, list[bool]] = defaultdict(list)
        for verdict in self.verdicts:
            rules[verdict.rule].append(bool(verdict.attack))
        return rules

    def missed(self) -> list[str]:
        return sorted(set(self.attacks) - set(self.found))


def scored(verdicts: Sequence[Verdict], attacks: dict[str, int], found_by: dict[str, frozenset[str]]) -> Score:
    """An attack is found by an alert that is about it, of a rule that is right to find it; with no such rules named
    (the baselines) by any."""
    score = Score(list(verdicts), attacks)
    for verdict in sorted(verdicts, key=lambda one: one.at):
        rules = found_by.get(verdict.attack.split("/")[0], frozenset())
        if verdict.attack and (not found_by or verdict.rule in rules):
            score.found.setdefault(verdict.attack, verdict.at - attacks[verdict.attack])
    return score


def share(outcomes: Iterable[bool]) -> float:
    counted = list(outcomes)
    return sum(counted) / len(counted) if counted else 1.0


def interval(values: Sequence[float], resamples: int = 2000) -> tuple[float, float, float]:
    """The mean of the worlds' values and its 95 % bootstrap interval, by a fixed seed."""
    chance = random.Random(1)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(resamples))
    return statistics.fmean(values), means[int(0.025 * resamples)], means[int(0.975 * resamples)]
