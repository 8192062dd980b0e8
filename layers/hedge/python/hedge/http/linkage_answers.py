"""Links as the API shows them."""

from hedge.http.answers import Listed, Shown


class LinkageAnswer(Shown):
    """`quantity_mt` is what was linked when the link was made; what became of it since, order and contract tell."""

    id: str
    order_id: str
    contract_id: str
    quantity_mt: str
    created_at: str


class LinkagesAnswer(Listed):
    linkages: list[LinkageAnswer]
