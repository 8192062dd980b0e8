"""A proof kept as one JSON file: its fields, read strictly and within bounds, whoever wrote them."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from lacre.tlog import strict_base64
from lacre.tlog.proofs import ProofError

MAXIMUM_BYTES = 1024 * 1024
"""An event's texts and a checkpoint, all escaped, stay below it."""

_MAXIMUM_HASHES = 128
_MAXIMUM_NUMBER = 2**63 - 1


class ProofFileError(ValueError):
    """A file that is none of the formats, so that nothing can be concluded from it."""


@dataclass(frozen=True)
class Fields:
    """The fields of one JSON object. What is asked for and is not there, or is of another kind, is a ProofFileError."""

    content: Mapping[str, object]

    def only(self, names: Set[str]) -> None:
        """Refuses any other set of fields: what is not checked shall not be believed beside what is."""
        if self.content.keys() != names:
            raise ProofFileError("the file does not have the fields of its format")

    def text(self, name: str) -> str:
        found = self.content.get(name)
        if not isinstance(found, str):
            raise ProofFileError(f"{name} is not a text")
        return found

    def stored(self, name: str) -> bytes:
        """A text as the bytes that were stored; a lone surrogate becomes bytes that no check accepts."""
        return self.text(name).encode("utf-8", "surrogatepass")

    def number(self, name: str) -> int:
        found = self.content.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= _MAXIMUM_NUMBER:
            raise ProofFileError(f"{name} is not a size or an index")
        return found

    def fields(self, name: str) -> "Fields":
        found = self.content.get(name)
        if not isinstance(found, dict):
            raise ProofFileError(f"{name} is not an object")
        return Fields(found)

    def hashes(self, name: str) -> Sequence[bytes]:
        """Raises ProofError for texts that are not the base64 of anything."""
        found = self.content.get(name)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise ProofFileError(f"{name} are not texts")
        if len(found) > _MAXIMUM_HASHES:
            raise ProofFileError(f"{name} are more than any proof has")
        try:
            return [strict_base64.decode(one) for one in found]
        except ValueError:
            raise ProofError("a hash of the proof is not base64") from None


def read_fields(content: bytes) -> Fields:
    """The fields of a file. Raises ProofFileError for what is empty, too large, no JSON object, or ambiguous."""
    if not content:
        raise ProofFileError("the file is empty")
    if len(content) > MAXIMUM_BYTES:
        raise ProofFileError(f"the file is larger than {MAXIMUM_BYTES} bytes")
    try:
        found = json.loads(content.decode(), object_pairs_hook=_unique)
    except ProofFileError:
        raise
    except (ValueError, RecursionError):
        raise ProofFileError("the file is not JSON") from None
    if not isinstance(found, dict):
        raise ProofFileError("the file is not a JSON object")
    return Fields(found)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ProofFileError("a name stands twice in the file: which value is meant depends on who reads it")
    return found
