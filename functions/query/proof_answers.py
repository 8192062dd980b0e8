"""Proofs as JSON (docs/formats.md): sizes and indexes as numbers, hashes as base64, texts and checkpoint verbatim."""

import base64
from collections.abc import Sequence

from lacre.model.canonical import JsonObject
from lacre.ports.rows import StoredRow
from lacre.ports.sealing import SealedLeaf
from lacre.proving.examination import Evidence, Integrity
from lacre.proving.inclusion import Inclusion, ProvenLeaf
from lacre.verifying.consistency import FORMAT as CONSISTENCY
from lacre.verifying.evidence import FORMAT as EVIDENCE

STRAY_LEAF = "The leaf does not lead to the root of the checkpoint."


def leaf_answer(leaf: SealedLeaf) -> JsonObject:
    return {"index": leaf.index, "hash": _base64(leaf.leaf_hash)}


def proof_answer(evidence: Evidence, leaf: SealedLeaf, inclusion: Inclusion) -> JsonObject:
    """Enough for a verifier that holds the log's public key: leaf, path, and the signed checkpoint, verbatim."""
    changes = [*evidence.changes, *([] if inclusion.leads_to_root else [STRAY_LEAF])]
    return {
        "id": evidence.event_id,
        "leaf_index": leaf.index,
        "leaf_hash": _base64(leaf.leaf_hash),
        "tree_size": inclusion.tree_size,
        "hashes": _all(inclusion.hashes),
        "checkpoint": inclusion.note,
        "header": evidence.row.header if evidence.row else None,
        "receipt": evidence.row.receipt if evidence.row else None,
        "integrity": Integrity.CHANGED if changes else Integrity.VERIFIED,
        "changes": changes,
    }


def inclusion_answer(leaf: ProvenLeaf, note: str) -> JsonObject:
    """`tree_size` can be smaller than the size that the checkpoint signs."""
    return {
        "leaf_index": leaf.index,
        "leaf_hash": _base64(leaf.leaf_hash),
        "tree_size": leaf.tree_size,
        "hashes": _all(leaf.hashes),
        "checkpoint": note,
    }


def consistency_answer(first: int, second: int, hashes: Sequence[bytes], note: str) -> JsonObject:
    """A file for `lacre verify`, beside a checkpoint of `first` that the auditor kept."""
    return {"format": CONSISTENCY, "first": first, "second": second, "hashes": _all(hashes), "checkpoint": note}


def evidence_answer(row: StoredRow, leaf: SealedLeaf, inclusion: Inclusion) -> JsonObject:
    """A file for `lacre verify`: an event as it is stored, and the way from its header to a signed root."""
    return {
        "format": EVIDENCE,
        "id": row.event_id,
        "header": row.header,
        "body": row.body,
        "receipt": row.receipt,
        "leaf_index": leaf.index,
        "tree_size": inclusion.tree_size,
        "hashes": _all(inclusion.hashes),
        "checkpoint": inclusion.note,
    }


def _all(hashes: Sequence[bytes]) -> list[str]:
    return [_base64(one) for one in hashes]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
