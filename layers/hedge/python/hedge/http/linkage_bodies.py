"""Bodies of the routes of links."""

from pydantic import ConfigDict
from pydantic.config import JsonDict

from hedge.http.bodies import Body, Id, Quantity
from hedge.trading.create_linkage import LinkageDraft

_LINKAGE: JsonDict = {
    "order_id": "019a9bd7-8a00-7c3e-9d21-4b7f0a5c8e11",
    "contract_id": "019a9bd7-8a00-7f52-8c40-0d1e6f3a9b22",
    "quantity_mt": "40.000",
}


class NewLinkageBody(Body):
    """A short contract hedges a sale, a long one a purchase, both of one commodity; the order's price is variable."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LINKAGE]})

    order_id: Id
    contract_id: Id
    quantity_mt: Quantity

    @property
    def draft(self) -> LinkageDraft:
        return LinkageDraft(self.order_id, self.contract_id, self.quantity_mt)
