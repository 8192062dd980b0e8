"""The figures of a scenario in JSON.

Thousands of rows: each is written as text, without the object that `shown` makes of it, which takes half the time. Only
ids are a caller's text, and escaped.
"""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hedge.figures.cashflow import Cashflow, CashflowItem
from hedge.figures.exposure import Exposed, ExposureRow
from hedge.figures.mtm import Mtm
from hedge.figures.pl import Pl
from hedge.model.amounts import write_money, write_quantity
from hedge.scenarios.run_what_if import WhatIf

_day = lru_cache(1024)(date.isoformat)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def what_if_json(figures: WhatIf) -> bytes:
    """The members of `WhatIfAnswer`, in their order."""
    snapshots = (
        f'"commercial_exposure_snapshot":{_listed(map(_exposure, figures.commercial))}',
        f'"global_exposure_snapshot":{_listed(map(_exposure, figures.overall))}',
        f'"mtm_snapshot":{_listed(map(_mark, figures.marks))}',
        f'"cashflow_snapshot":{{"analytic":{_cashflow(figures.analytic)}}}',
        f'"pl_snapshot":{_listed(map(_pl, figures.pl))}',
    )
    return f"{{{','.join(snapshots)}}}".encode()


def _listed(rows: Iterable[str]) -> str:
    return f"[{','.join(rows)}]"


def _exposure(row: ExposureRow) -> str:
    sums = _json(row.sums_shown())
    return f'{sums[:-1]},"entities":{_listed(map(_exposed, row.entities))}}}'


def _exposed(one: Exposed) -> str:
    return (
        f'{{"entity_type":"{one.entity_type}","entity_id":{_json(one.entity_id)},'
        f'"quantity_mt":"{write_quantity(one.quantity_mt)}"}}'
    )


def _mark(mark: Mtm) -> str:
    return (
        f'{{"object_type":"{mark.object_type}","object_id":{_json(mark.object_id)},'
        f'"as_of_date":"{_day(mark.as_of_date)}","mtm_value":"{write_money(mark.mtm_value)}",'
        f'"price_d1":"{write_money(mark.price_d1)}","entry_price":"{write_money(mark.entry_price)}",'
        f'"quantity_mt":"{write_quantity(mark.quantity_mt)}"}}'
    )


def _cashflow(flow: Cashflow) -> str:
    return (
        f'{{"as_of_date":"{_day(flow.as_of_date)}","items":{_listed(map(_item, flow.items))},'
        f'"total_net_cashflow":"{write_money(flow.total_net_cashflow)}"}}'
    )


def _item(item: CashflowItem) -> str:
    day = "null" if item.settlement_date is None else f'"{_day(item.settlement_date)}"'
    amount = _money(item.amount_usd)
    # Mostly the amount is the mark to market itself.
    value = amount if item.mtm_value is item.amount_usd else _money(item.mtm_value)
    return (
        f'{{"object_type":"{item.object_type}","object_id":{_json(item.object_id)},'
        f'"settlement_date":{day},"amount_usd":{amount},"mtm_value":{value}}}'
    )


def _money(amount: Decimal | None) -> str:
    return "null" if amount is None else f'"{write_money(amount)}"'


def _pl(pl: Pl) -> str:
    return (
        f'{{"entity_type":"{pl.entity_type}","entity_id":{_json(pl.entity_id)},'
        f'"period_start":"{_day(pl.period_start)}","period_end":"{_day(pl.period_end)}",'
        f'"realized_pl":"{write_money(pl.realized_pl)}","unrealized_mtm":"{write_money(pl.unrealized_mtm)}"}}'
    )
