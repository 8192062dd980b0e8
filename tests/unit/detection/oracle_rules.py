"""Random rules of pure Sigma, as the text of a file that our compiler and pySigma's SQLite backend both read.

Where Sigma leaves a thing open the two may differ with right, and no rule here asks for it: letters beyond ASCII (of
which SQLite folds none), letter case in what is grouped or counted (the backend has none there, the detector has), and
a value_count over a field that is named like an alias (Sigma speaks of aliases in `group-by` only).
"""

import random
import uuid
from dataclasses import dataclass, replace
from typing import Any

import yaml

Values = tuple[str | None, ...]
Part = dict[str, Any]

_IDS = ("a1", "a2", "7", "b_1", "c%2")
FIELDS: dict[str, Values] = {
    "action": ("LOGIN_FAILED", "LOGIN_SUCCESS", "LOGOUT", "RECEIPT_REPRINTED"),
    "outcome": ("SUCCEEDED", "DENIED", "FAILED"),
    "actor_type": ("AGENT", "AUDITOR", "UNKNOWN"),
    "actor_role": (None, "Viewer", "viewer", "VIEWER_2"),
    "attempted_action": (None, "", "a*b", "A?b", "a%b", "a_b", "[ab]", "a\\b", "\\*", "axb", "o'clock"),
    "schema": ("1",),
    "actor_id": _IDS[:3],
    "entity_id": (*_IDS, "d1", "d2", "d3", "d10", "*"),
    "ip_address": ("192.0.2.1", "192.0.2.10", "198.51.100.7"),
    "session_id": (None, "s1", "s2", "s3"),
    "province": (None, "p1", "p1 north"),
    "district": (None, "", "d1"),
}
_GROUPS = ("actor_id", "entity_id", "ip_address", "session_id", "province", "district")
KINDS = ("event_count", "value_count", "temporal", "temporal_ordered")
_TIMESPANS = {"1s": 1000, "7s": 7000, "1m": 60_000, "10m": 600_000, "1h": 3_600_000, "1d": 86_400_000}


@dataclass(frozen=True)
class OracleRule:
    """A rule, and what is needed to write events for it and to read what comes of it."""

    name: str
    kind: str
    documents: tuple[Part, ...]
    selections: tuple[str, ...]
    group_by: dict[str, dict[str, str]]
    """The field in each selection, by the name of the group."""
    value_field: str | None
    timespan_ms: int
    lateness_ms: int

    @property
    def text(self) -> str:
        """Of the rule's file."""
        return yaml.safe_dump_all(self.documents, sort_keys=False)


def random_rule(chance: random.Random, seed: int) -> OracleRule:
    """The kinds in turn."""
    kind = KINDS[seed % len(KINDS)]
    most = {"event_count": (1, 1, 2), "value_count": (1, 1, 2)}.get(kind, (2, 2, 3))
    selections = tuple(f"selection_{number}" for number in range(chance.choice(most)))
    group_by, aliases = _random_groups(chance, selections)
    timespan = chance.choice(tuple(_TIMESPANS))
    condition = _random_condition(chance, kind)
    rule = OracleRule(
        name=f"oracle_{seed}",
        kind=kind,
        documents=(),
        selections=selections,
        group_by=group_by,
        value_field=condition.get("field"),
        timespan_ms=_TIMESPANS[timespan],
        lateness_ms=_TIMESPANS[timespan] * chance.choice((0, 1, 3)) // chance.choice((1, 2)),
    )
    correlation: Part = {"type": kind, "rules": list(selections), "group-by": list(group_by), "timespan": timespan}
    correlation |= {"aliases": aliases} if aliases else {}
    correlation |= {"condition": condition} if condition else {}
    documents = [_selection(chance, name) for name in selections]
    return replace(rule, documents=(*documents, _correlated(chance, rule, correlation)))


def _random_groups(
    chance: random.Random, selections: tuple[str, ...]
) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    names = chance.sample(_GROUPS, chance.choice((1, 1, 2)))
    group_by = {name: dict.fromkeys(selections, name) for name in names}
    if chance.random() < 0.6:
        return group_by, {}
    replaced = names[0]
    alias = {name: chance.choice(("actor_id", "entity_id")) for name in selections}
    return {"who": alias, **{name: fields for name, fields in group_by.items() if name != replaced}}, {"who": alias}


def _random_condition(chance: random.Random, kind: str) -> Part:
    if kind == "event_count":
        return {"gte": chance.choice((1, 2, 3, 3, 4, 5, 8, 20))}
    if kind == "value_count":
        return {"field": chance.choice(("entity_id", "entity_id", *_GROUPS)), "gte": chance.choice((1, 2, 2, 3, 4, 6))}
    return {}


def _described(chance: random.Random, name: str) -> Part:
    identity = str(uuid.UUID(int=chance.getrandbits(128)))
    return {"title": name, "id": identity, "name": name, "status": "test", "description": "For the oracle."}


def _correlated(chance: random.Random, rule: OracleRule, correlation: Part) -> Part:
    silent = {"name": "nothing", "proves": "silent", "alerts": 0, "events": [{"action": "NONE"}]}
    own = {
        "mode": "live",
        "owner": "security@example.com",
        "lateness": f"{rule.lateness_ms}ms",
        "samples": [silent, {**silent, "proves": "firing"}],
    }
    told = {"level": "critical", "falsepositives": ["None."], "correlation": correlation, "x-lacre": own}
    return {**_described(chance, rule.name), **told}


def _selection(chance: random.Random, name: str) -> Part:
    parts = {f"part_{letter}": _part(chance) for letter in "abc"[: chance.choice((1, 1, 2, 3))]}
    logsource = {"product": "lacre", "category": "audit"}
    detection = {**parts, "condition": _condition(chance, list(parts))}
    return {**_described(chance, name), "logsource": logsource, "detection": detection}


def _condition(chance: random.Random, names: list[str]) -> str:
    if chance.random() < 0.2:
        return chance.choice(("1 of them", "all of them", "1 of part_*", "not all of part_*"))
    terms = [name if chance.random() < 0.75 else f"not {name}" for name in names]
    text = terms[0]
    for term in terms[1:]:
        text = f"({text}) {chance.choice(('and', 'or'))} {term}"
        if chance.random() < 0.15:
            text = f"not ({text})"
    return text


def _part(chance: random.Random) -> Part | list[Part]:
    if chance.random() < 0.2:
        return [_tests(chance), _tests(chance)]
    return _tests(chance)


def _tests(chance: random.Random) -> Part:
    fields = chance.sample(tuple(FIELDS), chance.choice((1, 1, 1, 2)))
    return dict(_test(chance, field) for field in fields)


def _test(chance: random.Random, field: str) -> tuple[str, Any]:
    texts = [value for value in FIELDS[field] if value is not None]
    return chance.choice(_TESTS)(chance, field, texts)


def _there(chance: random.Random, field: str, _: list[str]) -> tuple[str, Any]:
    return chance.choice(((field, None), (f"{field}|exists", True), (f"{field}|exists", False)))


def _equal(chance: random.Random, field: str, texts: list[str]) -> tuple[str, Any]:
    chosen = chance.sample(texts, chance.randint(1, len(texts)))
    written = [chance.choice((str, str.swapcase))(_sigma(text)) for text in chosen]
    return field, written[0] if len(written) == 1 else written


def _equal_or_absent(chance: random.Random, field: str, texts: list[str]) -> tuple[str, Any]:
    return field, [None, _sigma(chance.choice(texts))]


def _unequal(chance: random.Random, field: str, texts: list[str]) -> tuple[str, Any]:
    return f"{field}|neq", _sigma(chance.choice(texts))


def _number(chance: random.Random, *_: object) -> tuple[str, Any]:
    return chance.choice((("schema", 1), ("schema", 2), ("entity_id", 7), ("actor_id", [7, 8])))


def _with_part(chance: random.Random, field: str, texts: list[str]) -> tuple[str, Any]:
    modifiers = ("contains", "startswith", "endswith", "cased|contains", "startswith|cased", "endswith|cased")
    parts = [chance.choice((str, str.swapcase))(_slice(chance, chance.choice(texts))) for _ in range(2)]
    return f"{field}|{chance.choice(modifiers)}", parts[: chance.choice((1, 2))]


def _with_all_parts(chance: random.Random, field: str, texts: list[str]) -> tuple[str, Any]:
    text = chance.choice(texts)
    return f"{field}|contains|all", [_slice(chance, text), _slice(chance, chance.choice((text, *texts)))]


def _like(chance: random.Random, field: str, texts: list[str]) -> tuple[str, Any]:
    return chance.choice((field, f"{field}|cased")), _wild(chance, chance.choice(texts))


def _cased(chance: random.Random, field: str, texts: list[str]) -> tuple[str, Any]:
    return f"{field}|cased", chance.choice((str, str.swapcase))(_sigma(chance.choice(texts)))


_TESTS = (
    *(_there, _equal, _equal, _equal, _equal_or_absent, _unequal),
    *(_number, _with_part, _with_part, _with_all_parts, _like, _cased),
)


def _sigma(text: str) -> str:
    """The text as Sigma writes it, in which `*` and `?` are wildcards."""
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?")


def _slice(chance: random.Random, text: str) -> str:
    start = chance.randint(0, len(text) // 2)
    return _sigma(text[start : chance.randint(start, len(text))])


def _wild(chance: random.Random, text: str) -> str:
    start = chance.randint(0, len(text))
    end = chance.choice((start, min(len(text), start + 1), len(text)))
    return _sigma(text[:start]) + chance.choice("*?") + _sigma(text[end:])
