"""The row of a contract: `CONTRACT` / id holds `body` and its `version`, under which all of it is written anew."""

from collections.abc import Sequence

from hedge.aws.contract_text import contract_text
from hedge.aws.desk_rows import Item, key_of
from hedge.aws.live_rows import keeping, removing
from hedge.model.contract import HedgeContract
from lacre.aws.transaction import TableWrite, put_new, put_over

CONTRACT = "CONTRACT"


def adding(table: str, contract: HedgeContract) -> Sequence[TableWrite]:
    """The row and its copy of a new contract."""
    text = contract_text(contract)
    return [put_new(table, _item(contract, text), "pk"), keeping(table, CONTRACT, contract.id, text)]


def replacing(table: str, after: HedgeContract, before: HedgeContract) -> Sequence[TableWrite]:
    """A contract becomes another at the version of before; one that is not open any more has no copy."""
    text = contract_text(after)
    row = put_over(table, _item(after, text), before.version)
    is_open = after.is_open
    copy = keeping(table, CONTRACT, after.id, text) if is_open else removing(table, CONTRACT, after.id)
    return [row, copy]


def _item(contract: HedgeContract, text: str) -> Item:
    return {**key_of(CONTRACT, contract.id), "body": {"S": text}, "version": {"N": str(contract.version)}}
