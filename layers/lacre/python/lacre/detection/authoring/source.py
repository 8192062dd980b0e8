"""A rule's file, read and held to the schema: pySigma takes unknown keys in silence, so nothing else would object."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

RULES = Path(__file__).parents[1] / "rules"
_SCHEMA = Path(__file__).with_name("rule.schema.json")
_UNIT_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


class RuleError(ValueError):
    """A rule that is not accepted, with its file and why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")


@dataclass(frozen=True)
class Source:
    """One rule's file: its Sigma documents as they were parsed, of which one is the correlation."""

    path: Path
    text: str
    documents: tuple[dict[str, Any], ...]

    @property
    def correlated(self) -> dict[str, Any]:
        return next(document for document in self.documents if "correlation" in document)

    @property
    def own(self) -> dict[str, Any]:
        """The x-lacre block."""
        block: dict[str, Any] = self.correlated["x-lacre"]
        return block


class _StrictLoader(yaml.SafeLoader):
    """YAML itself lets a later key replace an earlier one of the same name."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.YAMLError(f"a key stands twice in line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


def read_source(path: Path) -> Source:
    """Raises RuleError."""
    text = path.read_text("utf-8")
    try:
        documents = list(yaml.load_all(text, Loader=_StrictLoader))
    except yaml.YAMLError as error:
        raise RuleError(path, f"not YAML: {error}") from None
    problems = sorted(
        f"{'/'.join(str(step) for step in error.absolute_path) or 'the file'}: {error.message}"
        for error in Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8"))).iter_errors(documents)
    )
    if problems:
        raise RuleError(path, "; ".join(problems))
    source = Source(path, text, tuple(documents))
    if source.correlated["name"] != path.stem:
        raise RuleError(path, "the file is not named as its rule")
    return source


def read_sources(folder: Path = RULES) -> list[Source]:
    """All rules of a folder, by name. Raises RuleError."""
    return [read_source(path) for path in sorted(folder.glob("*.yml"))]


def milliseconds(duration: str) -> int:
    """`90s`, `5m`, `1h`, as the schema allows."""
    digits = duration.rstrip("dhms")
    return int(digits) * _UNIT_MS[duration[len(digits) :]]
