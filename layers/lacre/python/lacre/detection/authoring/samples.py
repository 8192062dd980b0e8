"""A rule's samples, run through the real matching and windows; and whether each is what it says it proves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lacre.detection.authoring.compiler import compile_rule
from lacre.detection.authoring.proofs import Sampled, flaw_of, required
from lacre.detection.authoring.source import RuleError, Source, milliseconds
from lacre.detection.replaying import gathered_by_group, replayed
from lacre.detection.rule import Rule
from lacre.detection.rule_reading import read_rule
from lacre.detection.subject import Subject
from lacre.model import canonical, moment
from lacre.model.action import CATALOGUE
from lacre.model.canonical import JsonObject, NotCanonicalError
from lacre.model.composition import derived_uuid
from lacre.model.event import Body, checksum
from lacre.model.header import SCHEMA, Header

_BEGIN = moment.to_milliseconds("2026-01-01T00:00:00.000Z")
"""A Thursday."""

_LONG = 4
"""So many timespans after the last event everything is decided."""

_PLACING = ("at", "times", "every", "after", "before")
_TURN = "{n}"
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
}


@dataclass(frozen=True)
class SampleResult:
    """One sample: the alerts it should raise and did, and what is wrong with it as a proof ("" for nothing)."""

    rule: str
    name: str
    proves: str
    expected: int
    found: int
    flaw: str

    @property
    def is_good(self) -> bool:
        return self.expected == self.found and not self.flaw


def run_samples(source: Source) -> list[SampleResult]:
    """Raises RuleError, also when a kind of sample is missing."""
    compiled = compile_rule(source)
    missing = required(compiled) - {sample["proves"] for sample in source.own["samples"]}
    if missing:
        raise RuleError(source.path, f"no sample proves {', '.join(sorted(missing))}")
    rule = read_rule(compiled)
    results: list[SampleResult] = []
    for sample in source.own["samples"]:
        try:
            results.append(_run(compiled, rule, sample))
        except NotCanonicalError as error:
            raise RuleError(source.path, f"the sample {sample['name']} holds no event: {error}") from None
    return results


def _run(compiled: dict[str, Any], rule: Rule, sample: dict[str, Any]) -> SampleResult:
    subjects = list(_subjects(sample["events"]))
    if "looked-at" in sample:
        until = _BEGIN + milliseconds(sample["looked-at"])
    else:
        until = subjects[-1].at + _LONG * compiled["timespan_ms"] + compiled["lateness_ms"]

    def alerts_by(moment_ms: int) -> int:
        return sum(len(episodes) for episodes in replayed(rule, subjects, moment_ms).values())

    groups = list(gathered_by_group(rule, subjects).values())
    sampled = Sampled(compiled, groups, sample["alerts"], until, alerts_by)
    proves: str = sample["proves"]
    return SampleResult(rule.name, sample["name"], proves, sample["alerts"], alerts_by(until), flaw_of(sampled, proves))


def _subjects(lines: list[dict[str, Any]]) -> Iterator[Subject]:
    """The events of a sample in the order of their time."""
    return iter(sorted(_in_turn(lines), key=lambda subject: (subject.at, subject.header.id)))


def _in_turn(lines: list[dict[str, Any]]) -> Iterator[Subject]:
    for number, line in enumerate(lines):
        fields = {name: value for name, value in line.items() if name not in _PLACING}
        start, every = milliseconds(line.get("at", "0s")), milliseconds(line.get("every", "0s"))
        for turn in range(line.get("times", 1)):
            at, event_id = _BEGIN + start + turn * every, derived_uuid(str(number), str(turn))
            told = [_numbered(line.get(part), turn) for part in ("before", "after")]
            yield _subject({"id": event_id, "recorded_at": moment.to_text(at), **_numbered(fields, turn)}, *told)


def _numbered(value: Any, turn: int) -> Any:
    """`{n}` in a text is the turn, from 0."""
    if isinstance(value, dict):
        return {name: _numbered(member, turn) for name, member in value.items()}
    return value.replace(_TURN, str(turn)) if isinstance(value, str) else value


def _subject(fields: dict[str, Any], before: JsonObject | None, after: JsonObject | None) -> Subject:
    # By way of the bytes, so that a sample can hold nothing that a stored event could not.
    body = Body("A sample.", "a sample", "0" * 32, before, after).encode()
    absent = dict.fromkeys(Header.__dataclass_fields__)
    listed = CATALOGUE.get(fields["action"])
    about = {"entity_type": listed.entity_type} if listed else {}
    values = {**absent, **_PLAIN, **about, "checksum": checksum(body), **fields}
    return Subject(Header.decode(canonical.encode(values)), body)
