"""A rule's file, read and held to the schema: pySigma takes unknown keys in silence, so nothing else would object."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

RULES = Path(__file__).parents[1] / "rules"
_SCHEMA = Path(__file__).with_name("rule.schema.json")
_UNIT_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_DATE = "tag:yaml.org,2002:timestamp"


class RuleError(ValueError):
    """A rule that is not accepted, with its file and why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")


@dataclass(frozen=True)
class Source:
    """One rule's file: its Sigma documents as they were parsed, of which one is the correlation."""

    path: Path
    documents: tuple[dict[str, Any], ...]

    @property
    def correlated(self) -> dict[str, Any]:
        return next(document for document in self.documents if "correlation" in document)

    @property
    def own(self) -> dict[str, Any]:
        """The x-lacre block."""
        block: dict[str, Any] = self.correlated["x-lacre"]
        return block

    @property
    def selected(self) -> dict[str, dict[str, Any]]:
        """The selections by name, in the order of the file."""
        return {document["name"]: document for document in self.documents if "correlation" not in document}


class _StrictLoader(yaml.SafeLoader):
    """YAML itself lets a later key replace an earlier one of the same name; and a date is text here."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.YAMLError(f"a key stands twice in line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _DATE]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_source(path: Path) -> Source:
    """Raises RuleError."""
    try:
        documents = list(yaml.load_all(path.read_text("utf-8"), Loader=_StrictLoader))
    except yaml.YAMLError as error:
        raise RuleError(path, f"not YAML: {error}") from None
    errors = Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8"))).iter_errors(documents)
    problems = sorted({_told(error) for error in errors})
    if problems:
        raise RuleError(path, "; ".join(problems))
    source = Source(path, tuple(documents))
    if source.correlated["name"] != path.stem:
        raise RuleError(path, "the file is not named as its rule")
    if len(source.selected) < len(documents) - 1:
        raise RuleError(path, "two selections have the same name")
    return source


def read_sources(folder: Path = RULES) -> list[Source]:
    """All rules of a folder, by name. Raises RuleError."""
    return [read_source(path) for path in sorted(folder.glob("*.yml"))]


def milliseconds(duration: str) -> int:
    """`90s`, `5m`, `1h`, as the schema allows."""
    digits = duration.rstrip("dhms")
    return int(digits) * _UNIT_MS[duration[len(digits) :]]


def _told(error: ValidationError) -> str:
    """Where, and what: in the schema's own sentence where it has one."""
    document, *steps = error.absolute_path or ["the file"]
    place = f"document {document + 1}" if isinstance(document, int) else document
    if steps:
        place += " at " + "/".join(str(step) for step in steps)
    sentence = error.schema.get("description") if isinstance(error.schema, dict) else None
    return f"{place}: {sentence or error.message}"
