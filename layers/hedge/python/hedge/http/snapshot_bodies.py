"""What snapshots are asked for, and asked for again."""

from pydantic import ConfigDict
from pydantic.config import JsonDict

from hedge.figures.mtm import ObjectType
from hedge.http.bodies import Id
from hedge.http.periods import AsOf, Period

_DAY: JsonDict = {"as_of_date": "2026-02-01"}
_CONTRACT = "019c16a4-8d3f-7c55-9a41-2f6b0d3e8a17"
_MARK: JsonDict = {**_DAY, "object_type": "hedge_contract", "object_id": _CONTRACT}
_PL: JsonDict = {
    "entity_type": "hedge_contract",
    "entity_id": _CONTRACT,
    "period_start": "2026-01-01",
    "period_end": "2026-01-31",
}


class MarkAsked(AsOf):
    model_config = ConfigDict(json_schema_extra={"examples": [_MARK]})

    object_type: ObjectType
    object_id: Id

    @property
    def key(self) -> str:
        return f"{self.object_type.value}/{self.object_id}/{self.as_of_date.isoformat()}"


class PlAsked(Period):
    model_config = ConfigDict(json_schema_extra={"examples": [_PL]})

    entity_type: ObjectType
    entity_id: Id

    @property
    def key(self) -> str:
        # The days have one length, so that whatever an id holds, no two of them have one key.
        period = f"{self.period_start.isoformat()}/{self.period_end.isoformat()}"
        return f"{self.entity_type.value}/{self.entity_id}/{period}"


class BaselineAsked(AsOf):
    model_config = ConfigDict(json_schema_extra={"examples": [_DAY]})

    @property
    def key(self) -> str:
        return self.as_of_date.isoformat()
