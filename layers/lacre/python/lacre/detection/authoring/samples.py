"""A rule's samples, run through the real matching and windows; and whether each is what it says it proves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lacre.detection.authoring.compiler import compile_rule
from lacre.detection.authoring.source import RuleError, Source, milliseconds
from lacre.detection.gathering import gather
from lacre.detection.rule import Rule, read_rule
from lacre.detection.window import Windowing, admit
from lacre.model import canonical, moment
from lacre.model.canonical import JsonObject, NotCanonicalError
from lacre.model.composition import derived_uuid
from lacre.model.header import SCHEMA, Header
from lacre.ports.detection import Arrival, WindowState

_BEGIN = moment.to_milliseconds("2026-01-01T00:00:00.000Z")
_PLACING = ("at", "times", "every")
_PLAIN: JsonObject = {
    "schema": SCHEMA,
    "source": "API",
    "outcome": "SUCCEEDED",
    "event_type": "NORMAL",
    "severity": "INFO",
    "actor_type": "UNKNOWN",
    "actor_id": "unknown",
    "entity_type": "USER",
    "entity_id": "unknown",
    "ip_address": "192.0.2.1",
    "correlation_id": "00000000-0000-8000-8000-000000000000",
    "checksum": "0" * 64,
}


@dataclass(frozen=True)
class SampleResult:
    """One sample: the alerts it should raise and did, and what is wrong with it as a proof ("" for nothing)."""

    rule: str
    name: str
    expected: int
    found: int
    flaw: str

    @property
    def is_good(self) -> bool:
        return self.expected == self.found and not self.flaw


def run_samples(source: Source) -> list[SampleResult]:
    """Raises RuleError, also when a kind of sample is missing."""
    missing = set(_PROOFS) - {sample["proves"] for sample in source.own["samples"]}
    if missing:
        raise RuleError(source.path, f"no sample proves {', '.join(sorted(missing))}")
    rule = read_rule(compile_rule(source))
    try:
        return [_run(rule, sample) for sample in source.own["samples"]]
    except NotCanonicalError as error:
        raise RuleError(source.path, f"a sample holds no event: {error}") from None


def _run(rule: Rule, sample: dict[str, Any]) -> SampleResult:
    headers = list(_headers(sample["events"]))
    groups = [sorted(arrivals) for _, arrivals in gather([rule], headers)[0].groups.values()]
    found = sum(admit(WindowState("sample"), arrivals, rule.windowing).episodes for arrivals in groups)
    proof = _PROOFS[sample["proves"]]
    flaw = "" if proof(groups, rule.windowing, sample["alerts"]) else f"it does not prove {sample['proves']}"
    return SampleResult(rule.name, sample["name"], sample["alerts"], found, flaw)


def _headers(lines: list[dict[str, Any]]) -> Iterator[Header]:
    for number, line in enumerate(lines):
        fields = {name: value for name, value in line.items() if name not in _PLACING}
        start, every = milliseconds(line.get("at", "0s")), milliseconds(line.get("every", "0s"))
        for turn in range(line.get("times", 1)):
            yield _header(derived_uuid(str(number), str(turn)), _BEGIN + start + turn * every, fields)


def _header(event_id: str, at: int, fields: dict[str, str]) -> Header:
    # By way of the bytes, so that a sample can hold nothing that a stored event could not.
    absent = dict.fromkeys(Header.__dataclass_fields__)
    values = {**absent, **_PLAIN, "id": event_id, "recorded_at": moment.to_text(at), **fields}
    return Header.decode(canonical.encode(values))


_Groups = list[list[Arrival]]


def _span(groups: _Groups) -> int:
    return groups[0][-1][0] - groups[0][0][0]


def _is_one_of(groups: _Groups, count: int) -> bool:
    return [len(arrivals) for arrivals in groups] == [count]


_PROOFS: dict[str, Callable[[_Groups, Windowing, int], bool]] = {
    "firing": lambda _, __, alerts: alerts > 0,
    "silent": lambda _, __, alerts: alerts == 0,
    "n_minus_one": lambda groups, of, alerts: alerts == 0 and _is_one_of(groups, of.threshold - 1),
    "n": lambda groups, of, alerts: alerts == 1 and _is_one_of(groups, of.threshold),
    "edge_inside": lambda groups, of, alerts: (
        alerts == 1 and _is_one_of(groups, of.threshold) and _span(groups) == of.timespan_ms
    ),
    "edge_outside": lambda groups, of, alerts: (
        alerts == 0 and _is_one_of(groups, of.threshold) and _span(groups) == of.timespan_ms + 1
    ),
}
