"""The operations of the hedge function about what is derived: exposures, MTM, P&L, cash flows, snapshots, what-if."""

from functools import partial

from tests.api.of_hedge import ALUMINIUM, FRIDAY, MONDAY
from tests.api.operation import TRADERS, VALUERS, Asked, Caller, Json, Operation, Span

_on = partial(Operation, "hedge")
_figure = partial(_on, "GET", action="READ_RISK", reach=VALUERS)
_of_all = partial(_figure, entity_type="AUDIT", entity="*")
_takers = {**TRADERS, Caller.RISK_MANAGER: Span.EVERYWHERE}
_taken = partial(
    _on, "POST", action="TAKE_SNAPSHOT", entity_type="SNAPSHOT", entity="answer", reach=_takers, status=201
)
_kept = partial(_figure, entity_type="SNAPSHOT")

SUNDAY = "2026-02-01"
_AS_OF = {"as_of_date": SUNDAY}
_PERIOD = {"period_start": "2026-01-01", "period_end": SUNDAY}


def mark(contract_id: str, day: str) -> Json:
    return {"object_type": "hedge_contract", "object_id": contract_id, "as_of_date": day}


def profit(contract_id: str, day: str) -> Json:
    return {"entity_type": "hedge_contract", "entity_id": contract_id, "period_start": "2026-01-01", "period_end": day}


def _mark(asked: Asked) -> Json:
    return mark(asked.target["contract_id"], MONDAY)


def _profit(asked: Asked) -> Json:
    return profit(asked.target["contract_id"], MONDAY)


def _day(asked: Asked) -> Json:
    return {"as_of_date": MONDAY}


def _scenario(asked: Asked) -> Json:
    added = {
        "delta_type": "add_unlinked_hedge_contract",
        "contract_id": "one that we may make",
        "commodity": "ALUMINUM",
        "quantity_mt": "20.000",
        "fixed_leg_side": "sell",
        "variable_leg_side": "buy",
        "fixed_price_value": "2590",
        "fixed_price_unit": "USD/MT",
        "float_pricing_convention": "avg",
    }
    adjusted = {
        "delta_type": "adjust_order_quantity_mt",
        "order_id": asked.target["order_id"],
        "new_quantity_mt": "120.000",
    }
    priced = {
        "delta_type": "add_cash_settlement_price_override",
        "symbol": ALUMINIUM,
        "settlement_date": FRIDAY,
        "price_usd": "2650",
    }
    return {**_AS_OF, **_PERIOD, "deltas": [added, adjusted, priced]}


RISK = (
    _of_all("/v1/exposures/commercial"),
    _of_all("/v1/exposures/global"),
    _figure("/v1/mtm/hedge-contracts/{contract_id}", entity_type="CONTRACT", entity="contract_id", query=_AS_OF),
    _figure("/v1/mtm/orders/{order_id}", entity_type="ORDER", entity="order_id", query=_AS_OF),
    _figure(
        "/v1/pl/{entity_type}/{entity_id}",
        entity_type="CONTRACT",
        entity="entity_id",
        query=_PERIOD,
        stands_for={"entity_type": "kind", "entity_id": "contract_id"},
    ),
    _of_all("/v1/cashflow/analytic", query=_AS_OF),
    _of_all("/v1/cashflow/projection", query=_AS_OF),
)

_MARKS, _PROFITS, _BASELINES = (f"/v1/{one}/snapshots" for one in ("mtm", "pl", "cashflow/baseline"))
KEPT_ON = FRIDAY
"""The day of the snapshots that there are."""

SNAPSHOTS = (
    _taken(_MARKS, body=_mark),
    _kept(_MARKS, entity="mtm_id", query=mark("{contract_id}", KEPT_ON)),
    _taken(_PROFITS, body=_profit),
    _kept(_PROFITS, entity="pl_id", query=profit("{contract_id}", KEPT_ON)),
    _taken(_BASELINES, body=_day),
    _kept(_BASELINES, entity="baseline_id", query={"as_of_date": KEPT_ON}),
)

SCENARIOS = (
    _on(
        *("POST", "/v1/scenario/what-if/run", "RUN_WHAT_IF", "SCENARIO", "*"),
        reach=VALUERS,
        body=_scenario,
    ),
)

FIGURES = (*RISK, *SNAPSHOTS, *SCENARIOS)
