"""Parameters that routes take alike."""

from typing import Annotated

from fastapi import Header, Query

Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=2048)]
IfMatch = Annotated[str | None, Header()]
