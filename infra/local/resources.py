"""The names of what was deployed, read from the stacks' outputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Resources:
    """Physical names by the word the stacks use: `TableEvents` is tables["events"]. Keys are ids, roles ARNs."""

    tables: dict[str, str]
    buckets: dict[str, str]
    keys: dict[str, str]
    queues: dict[str, str]
    secrets: dict[str, str]
    functions: dict[str, str]
    roles: dict[str, str]
    parameters: dict[str, str]
    urls: dict[str, str]


def from_outputs(outputs: Mapping[str, str]) -> Resources:
    """Sorts outputs by their first word; `BucketAccessLogs` becomes buckets["access-logs"]."""
    return Resources(
        tables=_named(outputs, "Table"),
        buckets=_named(outputs, "Bucket"),
        keys=_named(outputs, "Key"),
        queues=_named(outputs, "Queue"),
        secrets=_named(outputs, "Secret"),
        functions=_named(outputs, "Function"),
        roles=_named(outputs, "Role"),
        parameters=_named(outputs, "Parameter"),
        urls=_named(outputs, "Url"),
    )


def _named(outputs: Mapping[str, str], kind: str) -> dict[str, str]:
    named = (re.fullmatch(rf"{kind}([A-Z]\w*)", output) for output in outputs)
    return {_WORD.sub("-", match[1]).lower(): outputs[match[0]] for match in named if match}
