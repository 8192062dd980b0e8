"""Routes of transactions, receipts and uploads over their ports, whatever keeps what is behind them."""

from dataclasses import dataclass

from fastapi import APIRouter

from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from network.entities.list_owned import ListOwned
from network.entities.read_entity import ReadEntity
from network.http.sync import SyncUseCases, sync_router
from network.http.transactions import TransactionUseCases, transactions_router
from network.model.pos import Pos
from network.model.transaction import Transaction
from network.ports.entities import Entities, OwnedEntities
from network.ports.receipts import Receipts
from network.ports.uploads import Uploads
from network.syncing.conclude_upload import ConcludeUpload
from network.syncing.decide_item import DecideItem
from network.syncing.upload import Upload
from network.transactions.cancel_transaction import CancelTransaction
from network.transactions.create_transaction import CreateTransaction
from network.transactions.make_transaction import MakeTransaction
from network.transactions.print_receipt import PrintReceipt


@dataclass(frozen=True)
class PaymentKeepers:
    terminals: Entities[Pos]
    transactions: OwnedEntities[Transaction]
    receipts: Receipts
    uploads: Uploads


def payment_routers(kept: PaymentKeepers, clock: Clock, entropy: Entropy) -> list[APIRouter]:
    make = MakeTransaction(kept.transactions, kept.receipts, clock, entropy)
    transactions = TransactionUseCases(
        create=CreateTransaction(kept.terminals, make),
        read=ReadEntity(kept.transactions, EntityType.TRANSACTION),
        list=ListOwned(kept.transactions),
        cancel=CancelTransaction(kept.transactions, clock),
        print=PrintReceipt(kept.transactions, kept.receipts, clock, entropy),
        receipts=kept.receipts,
    )
    upload = Upload(kept.terminals, kept.uploads, DecideItem(kept.uploads, make, clock), clock)
    return [transactions_router(transactions), sync_router(SyncUseCases(upload, ConcludeUpload(kept.uploads)))]
