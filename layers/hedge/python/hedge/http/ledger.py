"""`/v1/cashflow/ledger`: entries as the lines that they are stored as, none of them parsed."""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from hedge.http.bodies import Id
from hedge.http.days import Days
from hedge.http.ledger_answers import LedgerAnswer
from hedge.http.roles import READERS
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.ports.ledger import LinesPage
from hedge.settling.list_ledger import ListLedger, Wanted
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.vocabulary import EntityType

MOST_ENTRIES = 10_000
"""Of 300 bytes each: three megabytes, of the six that a function may answer with."""


class LedgerAsked(Days):
    contract_id: Id | None = None
    source_event_id: Id | None = None
    limit: int = Field(500, ge=1, le=MOST_ENTRIES)
    cursor: str | None = None


@dataclass(frozen=True)
class LedgerUseCases:
    list: ListLedger
    contracts: Contracts


def ledger_router(ledger: LedgerUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/cashflow/ledger", route_class=AuditedRoute)

    @router.get("", response_model=LedgerAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.SETTLEMENT)
    def list_all(call: Call, asked: Annotated[LedgerAsked, Query()]) -> Response:
        wanted = Wanted(asked.start, asked.end, asked.contract_id, asked.source_event_id)
        page = ledger.list(wanted, asked.cursor, asked.limit)
        call.read()
        return _answer(page, call.status)

    @router.get("/hedge-contracts/{contract_id}", response_model=LedgerAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.SETTLEMENT, entity="contract_id")
    def list_of_contract(call: Call, contract_id: str, asked: Annotated[Days, Query()]) -> Response:
        contract = found(ledger.contracts, EntityType.CONTRACT, contract_id)
        page = ledger.list(Wanted(asked.start, asked.end, contract.id), None, MOST_ENTRIES)
        call.read(contract.id)
        return _answer(page, call.status)

    return router


def _answer(page: LinesPage, status: int) -> Response:
    # Joined once: each copy more of three megabytes takes milliseconds.
    lines = list(page.lines) or [b""]
    lines[0] = b'{"entries":[' + lines[0]
    lines[-1] += b'],"cursor":%b}' % json.dumps(page.next).encode()
    return Response(b",".join(lines), status, media_type="application/json")
