"""The compiled rules: one file with the hash of its own content. The function reads this and never the rules' YAML."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lacre.detection.matching import BrokenRuleError
from lacre.detection.rule import Rule
from lacre.detection.rule_reading import read_rule
from lacre.model import canonical

FORMAT = 2
BUNDLE_PATH = Path(__file__).with_name("bundle.json")


class BrokenBundleError(ValueError):
    """A bundle that is not what the compiler wrote: nothing is detected with half of the rules."""


@dataclass(frozen=True)
class Bundle:
    """The rules that run together; `hash` names them in every alert."""

    hash: str
    rules: tuple[Rule, ...]


def write_bundle(compiled: Sequence[Mapping[str, Any]]) -> str:
    """The file's text for compiled rules: readable in a diff, and the same for the same rules."""
    content = {"format": FORMAT, "rules": sorted(compiled, key=lambda rule: str(rule["name"]))}
    return json.dumps({**content, "sha256": _hash(content)}, indent=1, sort_keys=True) + "\n"


def read_bundle(text: str, zone: str = "UTC") -> Bundle:
    """`zone` is the IANA name of the trading hours'. Raises BrokenBundleError."""
    try:
        stored = json.loads(text)
        content = {"format": stored["format"], "rules": stored["rules"]}
        if stored["sha256"] != _hash(content) or stored["format"] != FORMAT:
            raise BrokenBundleError("the bundle's hash or format is another")
        return Bundle(stored["sha256"], tuple(read_rule(rule, zone) for rule in stored["rules"]))
    except (KeyError, TypeError, json.JSONDecodeError, canonical.NotCanonicalError, BrokenRuleError) as error:
        raise BrokenBundleError(f"not a bundle: {type(error).__name__}: {error}") from None


def load_bundle(zone: str = "UTC") -> Bundle:
    """The bundle that was released with this code. Raises BrokenBundleError."""
    return read_bundle(BUNDLE_PATH.read_text("utf-8"), zone)


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical.encode(content)).hexdigest()
