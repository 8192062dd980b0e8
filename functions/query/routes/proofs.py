"""`/v1/audit/log/proof`: inclusion and consistency as JSON, for clients that read no tiles.

There is no way from a leaf's hash to its index but a scan: the log's index leads from the ids of events. Whoever holds
a leaf hash holds a header or a receipt, and so the id.
"""

from typing import Annotated

from fastapi import APIRouter, Query

from functions.query.asked_proof import AskedConsistency, AskedInclusion, within
from functions.query.log_route import LogRoute
from functions.query.proof_answers import consistency_answer, inclusion_answer
from functions.query.routes.events import READERS
from functions.query.routes.evidence import evidence_of, not_sealed_yet, told_of_damage
from functions.query.sources import Sources
from lacre.http.audit import audited
from lacre.http.call import AuditedCall, Call
from lacre.model.canonical import JsonObject
from lacre.proving.consistency import consistency
from lacre.proving.damage import BrokenIndexError
from lacre.proving.inclusion import leaf_at
from lacre.proving.signed_tree import SignedTree


def proofs_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/audit/log/proof", route_class=LogRoute)

    @router.get("/inclusion", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS)
    def prove_inclusion(call: Call, asked: Annotated[AskedInclusion, Query()]) -> JsonObject:
        with told_of_damage(call):
            answer = _inclusion(asked, _tree(sources), sources, call)
        call.read(str(asked.id) if asked.id else f"leaf/{asked.index}")
        return answer

    @router.get("/consistency", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS)
    def prove_consistency(call: Call, asked: Annotated[AskedConsistency, Query()]) -> JsonObject:
        with told_of_damage(call):
            tree = _tree(sources)
            second = within(tree.size if asked.second is None else asked.second, 1, tree.size, "second")
            first = within(asked.first, 1, second, "first")
            hashes = consistency(tree, first, second)
        call.read()
        return consistency_answer(first, second, hashes, tree.note)

    return router


def _inclusion(asked: AskedInclusion, tree: SignedTree, sources: Sources, call: AuditedCall) -> JsonObject:
    size = within(tree.size if asked.size is None else asked.size, 1, tree.size, "size")
    if asked.id is None:
        index = within(asked.index or 0, 0, size - 1, "index")
        return inclusion_answer(leaf_at(tree, index, size), tree.note)
    event_id = str(asked.id)
    leaf = sources.examiner.leaves.sealed([event_id]).get(event_id) or evidence_of(event_id, sources, call).leaf
    if leaf is None or leaf.index >= tree.size:
        raise not_sealed_yet()
    if leaf.index < 0:
        raise BrokenIndexError("the index row of the event is no leaf's")
    within(size, leaf.index + 1, tree.size, "size")
    proven = leaf_at(tree, leaf.index, size)
    if proven.leaf_hash != leaf.leaf_hash:
        raise BrokenIndexError("the index names another leaf than the tiles hold")
    return {"id": leaf.event_id, **inclusion_answer(proven, tree.note)}


def _tree(sources: Sources) -> SignedTree:
    """Raises Refusal before the first checkpoint, BrokenLogError."""
    tree = sources.prover.tree()
    if tree is None or tree.size == 0:
        raise not_sealed_yet("No event is covered by a checkpoint yet.")
    return tree
