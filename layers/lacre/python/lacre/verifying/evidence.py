"""Proofs kept as files: the evidence of one event, and the consistency of two checkpoints (docs/formats.md)."""

import base64
from collections.abc import Sequence

from lacre.tlog.batch import Line
from lacre.tlog.checkpoint import Checkpoint
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import ProofError, root_from_inclusion
from lacre.verifying.consistency import FORMAT as CONSISTENCY
from lacre.verifying.consistency import Facts, check_consistency_file
from lacre.verifying.leaves import Leaf, check_leaf
from lacre.verifying.proof_file import Fields, ProofFileError, read_fields
from lacre.verifying.signed_roots import SignedRoots
from lacre.verifying.verdict import Findings

FORMAT = "lacre evidence v1"
_FORK = "lacre fork v1"
_FIELDS = frozenset(
    {"format", "id", "header", "body", "receipt", "leaf_index", "tree_size", "hashes", "checkpoint"},
)


def verify_file(
    content: bytes,
    keys: Sequence[VerifierKey],
    receipt_keys: Sequence[bytes],
    kept: Sequence[bytes],
    findings: Findings,
) -> Facts:
    """Check a file against the keys that the auditor trusts; gives what it shows. Never raises for what it holds.

    `receipt_keys`: 32 raw bytes each; without any the receipt's signature is not checked. `kept`: checkpoints that the
    auditor kept.
    """
    signed = SignedRoots(keys, findings)
    try:
        fields = read_fields(content)
        form = fields.text("format")
        if form == FORMAT:
            return _check_evidence(fields, signed, receipt_keys, kept)
        if form == CONSISTENCY:
            return check_consistency_file(fields, signed, kept)
        if form == _FORK:
            raise ProofFileError("the file is the record of a fork: check it with `lacre witness check-fork`")
        raise ProofFileError("the file is of a format that this program does not know")
    except ProofFileError as error:
        findings.inconclusive(str(error))
        return {}


def _check_evidence(fields: Fields, signed: SignedRoots, receipt_keys: Sequence[bytes], kept: Sequence[bytes]) -> Facts:
    fields.only(_FIELDS)
    index, findings = fields.number("leaf_index"), signed.findings
    line = Line(fields.stored("header"), fields.stored("body"), fields.text("receipt"))
    leaf = check_leaf(line, receipt_keys, deep=True)
    for fault in leaf.faults:
        findings.tampered(fault, index)
    if leaf.has_unknown_receipt:
        findings.inconclusive("the receipt was delegated by a receipt key that was not given")
    if leaf.event_id is not None and leaf.event_id != fields.text("id"):
        findings.tampered("the file is named after another event than its header", index)
    checkpoint = signed.open(fields.stored("checkpoint"), "the checkpoint")
    if checkpoint is None:
        return {}
    if not _leads(leaf.hash, fields, checkpoint):
        findings.tampered("the proof does not lead from the header to the root of the checkpoint", index)
    signed.keep(kept)
    signed.tell_unused(checkpoint.size)
    return {
        "log": checkpoint.origin,
        "event": leaf.event_id,
        "leaf": index,
        "leaf hash": leaf.hash.hex(),
        "tree size": checkpoint.size,
        "root": base64.b64encode(checkpoint.root).decode(),
        "receipt": _of_receipt(leaf, is_asked=bool(receipt_keys)),
    }


def _of_receipt(leaf: Leaf, *, is_asked: bool) -> str:
    if leaf.faults:
        return "not in order, or that of an event that is not: see what was found"
    if leaf.has_unknown_receipt:
        return "signature not checked: its receipt key was not given"
    return "signature checked" if is_asked else "signature not checked: no --receipt-key"


def _leads(leaf_hash: bytes, fields: Fields, checkpoint: Checkpoint) -> bool:
    size = fields.number("tree_size")
    try:
        root = root_from_inclusion(fields.number("leaf_index"), size, leaf_hash, fields.hashes("hashes"))
    except ProofError:
        return False
    return (size, root) == (checkpoint.size, checkpoint.root)
