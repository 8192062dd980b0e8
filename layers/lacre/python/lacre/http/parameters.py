"""Parameters that routes take alike."""

from typing import Annotated

from fastapi import Header, Query
from pydantic import BaseModel, Field

IfMatch = Annotated[str | None, Header()]


class PageQuery(BaseModel):
    """Which part of a list is asked for. The list itself judges its cursor: whatever is none of it is BAD_CURSOR."""

    limit: int = Field(50, ge=1, le=100)
    cursor: str | None = None


AskedPage = Annotated[PageQuery, Query()]
