"""The operations on deep searches, and the console's pages of them with their form."""

from functools import partial

from tests.api.operation import READERS, Asked, Json, Operation

_of = partial(Operation, "query", entity_type="DEEP_SEARCH", reach=READERS)


def _conditions(asked: Asked) -> Json:
    return {"action": "CREATE_AGENT", "text": "rita"}


_ALL, _ONE = "/v1/audit/deep-searches", "/v1/audit/deep-searches/{search_id}"

READING = _of("GET", _ONE, action="READ_ENTITY", entity="search_id")
DEEP_SEARCHES = (
    _of("POST", _ALL, action="DEEP_SEARCH_AUDIT", entity="answer", status=202, body=_conditions),
    _of("GET", _ALL, action="LIST_ENTITIES", entity="*"),
    READING,
    _of("GET", f"{_ONE}/events", action="SEARCH_AUDIT", entity="search_id"),
    _of("GET", "/deep-searches", action="LIST_ENTITIES", entity="*", is_page=True),
    _of("POST", "/deep-searches", action="DEEP_SEARCH_AUDIT", status=303, body=_conditions, is_page=True),
    _of("GET", "/deep-searches/{search_id}", action="SEARCH_AUDIT", entity="search_id", is_page=True),
)
