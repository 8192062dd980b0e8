"""The operations of the query and the ingest function."""

from functools import partial

from tests.api.operation import READERS, Asked, Caller, Json, Operation, Span

_on = partial(Operation, "query", "GET", reach=READERS)
_searched = partial(_on, action="SEARCH_AUDIT", entity_type="AUDIT", entity="*")
_opened = partial(_on, action="READ_AUDIT_EVENT", entity_type="AUDIT", entity="event_id")
_proved = partial(_on, action="VERIFY_AUDIT", entity_type="AUDIT")
_proved_event = partial(_proved, entity="event_id")

PROOFS = (
    _proved_event("/v1/audit/events/{event_id}/proof"),
    _proved_event("/v1/audit/events/{event_id}/evidence"),
    _proved("/v1/audit/log/checkpoint"),
    _proved("/v1/audit/log/keys"),
    _on("/v1/audit/log/tile/entries/{address}", "EXPORT_AUDIT", "EXPORT", stands_for={"address": "bundle"}),
    _proved("/v1/audit/log/tile/{address}", stands_for={"address": "tile"}),
    _proved("/v1/audit/log/proof/inclusion", query={"index": "0"}),
    _proved("/v1/audit/log/proof/consistency", query={"first": "1"}),
)

PAGES = (
    _searched("/audit-logs", is_page=True),
    _searched("/audit-logs/newer", is_page=True, query={"since": "2026-11-18T10:00Z"}),
    _searched("/dashboard", is_page=True),
    _opened("/audit-logs/{event_id}", is_page=True),
    _proved_event("/audit-logs/{event_id}/verified", is_page=True),
    _proved_event("/audit-logs/{event_id}/evidence", is_page=True),
    _on("/settings", "READ_ENTITY", "USER", is_page=True),
)

QUERY = (_searched("/v1/audit/events"), _opened("/v1/audit/events/{event_id}"), *PROOFS, *PAGES)

OWN_ID = "01a1ee56-5e00-75b1-a522-4a58b791df6a"


def _batch(asked: Asked) -> Json:
    actor = {"type": "TRADER", "id": "trader-seven", "name": "Tomás Exemplo"}
    order = {"type": "ORDER", "id": "order-nine"}
    event = {"id": OWN_ID, "sequence": 1, "action": "CREATE_ORDER", "actor": actor, "entity": order}
    return {"events": [{**event, "after": {"tonnes": "250"}}]}


INGEST = (
    Operation(
        *("ingest", "POST", "/v1/audit/events", "DATA_SYNC", "JOB"),
        reach={Caller.PRODUCER: Span.EVERYWHERE},
        body=_batch,
    ),
)
