"""Evidence and consistency files of an archive of the tests, and their verification in one line."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import consistency_proof, inclusion_proof
from lacre.verifying.evidence import verify_file
from lacre.verifying.verdict import Findings, Verdict
from tests.unit.verifying.archives import KEY, RECEIPT_PUBLIC, Sealed, signed_checkpoint

File = dict[str, Any]


def checkpoint(log: Sealed, size: int) -> str:
    return signed_checkpoint(size, log.root(size)).decode()


def node_at(log: Sealed, level: int, index: int) -> bytes:
    leaves = log.events[index << level : (index + 1) << level]
    return root_hash(extended(0, (), [leaf_hash(stored.event.header_bytes) for stored in leaves])[1])


def texts(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in hashes]


def evidence(log: Sealed, index: int, size: int | None = None) -> File:
    size = size or len(log.events)
    stored = log.events[index]
    return {
        "format": "lacre evidence v1",
        "id": stored.event.header.id,
        "header": stored.event.header_bytes.decode(),
        "body": stored.event.body_bytes.decode(),
        "receipt": stored.receipt,
        "leaf_index": index,
        "tree_size": size,
        "hashes": texts(inclusion_proof(index, size, lambda level, at: node_at(log, level, at))),
        "checkpoint": checkpoint(log, size),
    }


def two_checkpoints(log: Sealed, first: int, second: int) -> File:
    return {
        "format": "lacre consistency v1",
        "first": {"checkpoint": checkpoint(log, first)},
        "second": {"checkpoint": checkpoint(log, second)},
        "hashes": texts(consistency_proof(first, second, lambda level, at: node_at(log, level, at))),
    }


def answered(log: Sealed, first: int, second: int, current: int | None = None) -> File:
    """As the query function answers while `current` is the size of the log."""
    file = {**two_checkpoints(log, first, second), "first": first, "second": second}
    return {**file, "checkpoint": checkpoint(log, current or second)}


def verified(
    file: File | bytes,
    *kept: str,
    keys: Sequence[VerifierKey] = (KEY,),
    receipt_keys: Sequence[bytes] = (RECEIPT_PUBLIC,),
) -> tuple[Verdict, Findings, dict[str, str | int | None]]:
    content = file if isinstance(file, bytes) else json.dumps(file).encode()
    findings = Findings()
    facts = verify_file(content, keys, receipt_keys, [note.encode() for note in kept], findings)
    return findings.verdict, findings, facts


def verdict(file: File | bytes, *kept: str, **options: Any) -> Verdict:
    return verified(file, *kept, **options)[0]


def messages(file: File | bytes, *kept: str, **options: Any) -> str:
    return "\n".join(one.message for one in verified(file, *kept, **options)[1].kept)
