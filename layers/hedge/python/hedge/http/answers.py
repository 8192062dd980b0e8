"""What answers of all routes of the hedge desk are made of."""

from pydantic import BaseModel, ConfigDict


class Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Listed(Shown):
    """`cursor` asks for the next page; null on the last one."""

    cursor: str | None
