"""The edits that wait while a change of jurisdiction does, by what it is that waits to be moved."""

from collections.abc import Mapping

BLOCKED: Mapping[str, frozenset[str]] = {
    "PATCH /v1/agents/{agent_id}": frozenset({"AGENT"}),
    "PATCH /v1/merchants/{merchant_id}": frozenset({"MERCHANT"}),
    "POST /v1/pos": frozenset({"AGENT", "MERCHANT"}),
    "POST /v1/pos/{pos_id}/rotate-key": frozenset({"POS"}),
}
