"""Rows of POS in the network table."""

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from network.aws.entity_row import EntityRow, alike_fields, alike_in
from network.aws.owner_index import owner_keys
from network.model.pos import Pos, PosState


class PosRow(EntityRow):
    agent_key = UnicodeAttribute()
    merchant_key = UnicodeAttribute()
    label = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    merchant_id = UnicodeAttribute()
    market_id = UnicodeAttribute(null=True)
    maximum_amount = UnicodeAttribute(null=True)
    key_digest = UnicodeAttribute()
    state = UnicodeAttribute()


class PosForm:
    """`RowForm` of POS."""

    kind = "POS"
    row = PosRow

    def fields_of(self, pos: Pos) -> Mapping[str, Any]:
        return {
            **alike_fields(pos),
            **owner_keys(self.kind, pos.agent_id, pos.merchant_id),
            **pos.details(),
            "key_digest": pos.key_digest,
        }

    def entity_of(self, row: PosRow) -> Pos:
        return Pos(
            **alike_in(row),
            label=row.label,
            agent_id=row.agent_id,
            merchant_id=row.merchant_id,
            market_id=row.market_id,
            maximum_amount=row.maximum_amount,
            key_digest=row.key_digest,
            state=PosState(row.state),
        )
