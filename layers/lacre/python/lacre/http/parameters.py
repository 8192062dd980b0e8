"""Parameters that routes take alike."""

from typing import Annotated

from fastapi import Header, Query
from pydantic import BaseModel, ConfigDict, Field

IfMatch = Annotated[str | None, Header()]


class PageQuery(BaseModel):
    """Which part of a list is asked for. Unknown names are refused: a mistyped one would show another list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=100)
    cursor: str | None = Field(None, max_length=2048)


AskedPage = Annotated[PageQuery, Query()]
