"""One request as the server hands it to the application: no client in between that would tidy the path."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI


def get(app: FastAPI, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and body of a GET whose decoded path is exactly this one."""
    sent: list[Any] = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.44", 0),
        "server": ("lacre.example.com", 443),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])
