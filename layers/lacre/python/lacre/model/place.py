"""Places, and the part of the network that somebody may see."""

from dataclasses import dataclass

from lacre.model.canonical import JsonObject


@dataclass(frozen=True)
class Place:
    """Where an agent belongs. Names hold no control characters."""

    province: str
    district: str

    def shown(self) -> JsonObject:
        return {"province": self.province, "district": self.district}


@dataclass(frozen=True)
class Scope:
    """All places, those of a province, or one district: None stands for all."""

    province: str | None = None
    district: str | None = None

    def covers(self, place: Place) -> bool:
        return self.province in (None, place.province) and self.district in (None, place.district)

    def shown(self) -> JsonObject:
        return {"province": self.province, "district": self.district}
