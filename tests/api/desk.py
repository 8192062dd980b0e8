"""What there is at the hedge desk to begin with, made by the API: prices, a sale, its hedge, snapshots."""

from collections.abc import Mapping
from typing import Any, Protocol

from tests.api.of_figures import KEPT_ON, mark, profit
from tests.api.of_hedge import PUBLISHED, SALE, SHORT, price
from tests.api.operation import Json


class Acting(Protocol):
    """A trader's request that succeeds."""

    def __call__(self, path: str, body: Json) -> Any: ...


def open_desk(post: Acting) -> Mapping[str, str]:
    """The ids of what there is, by the names in paths; `kind` is what the contract is called among figures."""
    post("/v1/market-data/settlement-prices", {"prices": [price(*one) for one in PUBLISHED.items()]})
    order, contract = post("/v1/orders/sales", SALE)["id"], post("/v1/contracts/hedge", SHORT)["id"]
    link = {"order_id": order, "contract_id": contract, "quantity_mt": "40.000"}
    return {
        "order_id": order,
        "contract_id": contract,
        "kind": "hedge_contract",
        "linkage_id": post("/v1/linkages", link)["id"],
        "mtm_id": post("/v1/mtm/snapshots", mark(contract, KEPT_ON))["id"],
        "pl_id": post("/v1/pl/snapshots", profit(contract, KEPT_ON))["id"],
        "baseline_id": post("/v1/cashflow/baseline/snapshots", {"as_of_date": KEPT_ON})["id"],
    }
