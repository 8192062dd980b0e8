"""The operations of the network function."""

from functools import partial

from tests.api.operation import (
    HEADS,
    OFFICIALS,
    OWN_AGENT,
    OWN_MERCHANT,
    OWN_POS,
    Asked,
    Caller,
    Json,
    Operation,
    Where,
)
from tests.api.targets import REASON

_on = partial(Operation, "network")
_listed = partial(_on, "GET", action="LIST_ENTITIES", entity="*")
_placed = partial(_on, is_placed=True)
_created = partial(_placed, "POST", entity="answer", reach=OFFICIALS, status=201)
_read = partial(_placed, "GET", action="READ_ENTITY")
_changed = partial(_placed, reach=OFFICIALS, is_versioned=True)

_WITH_ACCOUNT = ("CREATE_USER",)
EVENING = "2026-11-17T18:30:00.000Z"
_PAYMENT = {"amount": "12.50", "currency": "MZN", "method": "CASH"}


def _new_agent(asked: Asked) -> Json:
    place = asked.target.place.shown()
    return {"name": "Lia Agente", "phone": "+258840000001", **place, "username": "lia.agente"}


def _new_merchant(asked: Asked) -> Json:
    place = asked.target.place.shown()
    return {"name": "Loja da Lia", "phone": "+258840000002", **place, "username": "loja.lia"}


def _new_market(asked: Asked) -> Json:
    return {"name": "Mercado Novo", **asked.target.place.shown()}


def _new_pos(asked: Asked) -> Json:
    parts = {name: asked.target[name] for name in ("agent_id", "merchant_id", "market_id")}
    return {"label": "Banca dois", **parts, "maximum_amount": "5000.00"}


def _new_name(asked: Asked) -> Json:
    return {"name": "Outro Nome"}


def _reason(asked: Asked) -> Json:
    return {"reason": REASON}


def _payment(asked: Asked) -> Json:
    """A POS need not say which it is."""
    is_said = (asked.caller, asked.where) != (Caller.POS, Where.OWN)
    return {**_PAYMENT, "pos_id": asked.target["pos_id"]} if is_said else _PAYMENT


def _upload(asked: Asked) -> Json:
    return {"items": [{"sequence": 1, "occurred_at": EVENING, **_PAYMENT}]}


AGENTS = (
    _created(path="/v1/agents", action="CREATE_AGENT", entity_type="AGENT", body=_new_agent, further=_WITH_ACCOUNT),
    _listed("/v1/agents", entity_type="AGENT", reach=OFFICIALS),
    _read("/v1/agents/{agent_id}", entity_type="AGENT", entity="agent_id", reach={**OFFICIALS, **OWN_AGENT}),
    _changed("PATCH", "/v1/agents/{agent_id}", "UPDATE_AGENT", "AGENT", "agent_id", body=_new_name),
)

_A_MERCHANT = "/v1/merchants/{merchant_id}"

MERCHANTS = (
    _created(
        path="/v1/merchants",
        action="CREATE_MERCHANT",
        entity_type="MERCHANT",
        body=_new_merchant,
        further=_WITH_ACCOUNT,
    ),
    _listed("/v1/merchants", entity_type="MERCHANT", reach=OFFICIALS),
    _read(_A_MERCHANT, entity_type="MERCHANT", entity="merchant_id", reach={**OFFICIALS, **OWN_MERCHANT}),
    _changed("PATCH", _A_MERCHANT, "UPDATE_MERCHANT", "MERCHANT", "merchant_id", body=_new_name),
)

MARKETS = (
    _created(path="/v1/markets", action="CREATE_MARKET", entity_type="MARKET", body=_new_market),
    _listed("/v1/markets", entity_type="MARKET", reach=OFFICIALS),
    _read("/v1/markets/{market_id}", entity_type="MARKET", entity="market_id", reach=OFFICIALS),
    _changed("PATCH", "/v1/markets/{market_id}", "UPDATE_MARKET", "MARKET", "market_id", body=_new_name),
)

_WHO_ROTATE = {**OFFICIALS, **OWN_AGENT}
_WHO_SEE_POS = {**OFFICIALS, **OWN_AGENT, **OWN_MERCHANT}

TERMINALS = (
    _created(path="/v1/pos", action="CREATE_POS", entity_type="POS", body=_new_pos),
    _listed("/v1/pos", entity_type="POS", reach=_WHO_SEE_POS),
    _read("/v1/pos/{pos_id}", entity_type="POS", entity="pos_id", reach={**_WHO_SEE_POS, **OWN_POS}),
    _changed("POST", "/v1/pos/{pos_id}/block", "BLOCK_POS", "POS", "pos_id", body=_reason),
    _changed("POST", "/v1/pos/{pos_id}/rotate-key", "ROTATE_API_KEY", "POS", "pos_id", reach=_WHO_ROTATE),
)

_WHO_PAY = {**HEADS, **OWN_AGENT, **OWN_POS}
_WHO_SEE = {**_WHO_PAY, **OWN_MERCHANT}
_PAYMENTS = "/v1/transactions"
_A_PAYMENT = "/v1/transactions/{transaction_id}"
_paid = partial(_placed, "POST", reach=_WHO_PAY)

TRANSACTIONS = (
    _paid(
        *(_PAYMENTS, "TRANSACTION_CREATED", "TRANSACTION", "answer"),
        status=201,
        body=_payment,
        failure="TRANSACTION_FAILED",
        further=("RECEIPT_PRINTED",),
    ),
    _listed(_PAYMENTS, entity_type="TRANSACTION", reach=_WHO_SEE),
    _read(_A_PAYMENT, entity_type="TRANSACTION", entity="transaction_id", reach=_WHO_SEE),
    _paid(
        *(f"{_A_PAYMENT}/cancel", "TRANSACTION_CANCELLED", "TRANSACTION", "transaction_id"),
        body=_reason,
        is_versioned=True,
    ),
    _paid(f"{_A_PAYMENT}/receipts", "RECEIPT_PRINTED", "RECEIPT", status=201, further=("RECEIPT_REPRINTED",)),
)

_UPLOADED = ("TRANSACTION_CREATED", "TRANSACTION_FAILED", "RECEIPT_PRINTED")
SYNC = (_on("POST", "/v1/sync", "OFFLINE_SYNC", "JOB", reach=OWN_POS, body=_upload, further=_UPLOADED),)

NETWORK = (*AGENTS, *MERCHANTS, *MARKETS, *TERMINALS, *TRANSACTIONS, *SYNC)
