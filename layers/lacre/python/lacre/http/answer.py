"""What an audited action answers with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi.responses import Response

from lacre.http.version_tag import tag_of
from lacre.model.canonical import JsonObject


@dataclass(frozen=True)
class Answer:
    """`version` becomes the ETag. `once` are members that are shown this once (a PIN, an API key) and kept nowhere.

    `location` is the page that a form leads to, relative, so that it holds behind any path prefix.
    """

    body: JsonObject | None = None
    version: int | None = None
    once: JsonObject = field(default_factory=dict, repr=False)
    location: str | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        named = {"ETag": None if self.version is None else tag_of(self.version), "Location": self.location}
        return {name: value for name, value in named.items() if value is not None}

    @property
    def kept(self) -> str | None:
        """The body as it is given again, in JSON."""
        return None if self.body is None else _json(self.body)

    def response(self, status: int) -> Response:
        """The whole answer, in no cache where it shows something once."""
        if not self.once:
            return json_response(self.kept, status, self.headers)
        whole = _json({**(self.body or {}), **self.once})
        return json_response(whole, status, {**self.headers, "Cache-Control": "no-store"})


def json_response(text: str | None, status: int, headers: Mapping[str, str]) -> Response:
    """An answer of JSON, or of nothing."""
    if text is None:
        return Response(status_code=status, headers=dict(headers))
    return Response(text, status, dict(headers), media_type="application/json")


def _json(body: JsonObject) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
