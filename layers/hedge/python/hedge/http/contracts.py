"""`/v1/contracts/hedge`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from hedge.http.answering import changed_answer, page_answer, read_answer
from hedge.http.contract_answers import ContractAnswer, ContractsAnswer
from hedge.http.contract_bodies import NewContractBody, StatusBody
from hedge.http.roles import READERS, TRADERS
from hedge.model.contract import HedgeContract
from hedge.trading.archive_contract import ArchiveContract
from hedge.trading.cancel_contract import CancelContract
from hedge.trading.create_contract import CreateContract
from hedge.trading.list_entities import ListEntities
from hedge.trading.read_entity import ReadEntity
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage
from lacre.model.vocabulary import EntityType


@dataclass(frozen=True)
class ContractUseCases:
    create: CreateContract
    read: ReadEntity[HedgeContract]
    list: ListEntities[HedgeContract]
    cancel: CancelContract
    archive: ArchiveContract


def contracts_router(contracts: ContractUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/contracts/hedge", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=ContractAnswer)
    @audited("CREATE_CONTRACT", roles=TRADERS)
    def create(call: Call, given: NewContractBody) -> Response:
        return changed_answer(call, lambda: contracts.create(given.draft))

    @router.get("", response_model=ContractsAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.CONTRACT)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "contracts", contracts.list(asked.cursor, asked.limit))

    @router.get("/{contract_id}", response_model=ContractAnswer)
    @audited("READ_ENTITY", roles=READERS, entity_type=EntityType.CONTRACT, entity="contract_id")
    def read(call: Call, contract_id: str) -> Response:
        return read_answer(call, contracts.read(contract_id))

    @router.patch("/{contract_id}/status", response_model=ContractAnswer)
    @audited("CANCEL_CONTRACT", roles=TRADERS, entity="contract_id")
    def cancel(call: Call, contract_id: str, given: StatusBody) -> Response:
        # All that can be asked for is said by the body's model: a cancellation.
        del given
        return changed_answer(call, lambda: contracts.cancel(contract_id))

    @router.patch("/{contract_id}/archive", response_model=ContractAnswer)
    @audited("ARCHIVE_CONTRACT", roles=TRADERS, entity="contract_id")
    def archive(call: Call, contract_id: str) -> Response:
        return changed_answer(call, lambda: contracts.archive(contract_id))

    return router
