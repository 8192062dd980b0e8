"""`/v1/scenario/what-if/run`."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hedge.http.roles import FIGURE_READERS
from hedge.http.what_if_answers import WhatIfAnswer
from hedge.http.what_if_bodies import WhatIfBody
from hedge.http.what_if_text import what_if_json
from hedge.scenarios.run_what_if import RunWhatIf
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.canonical import JsonObject
from lacre.model.naming import COLLECTION
from lacre.recording.change import Change


async def _sent(request: Request) -> bytes:
    # Read already, and only handed on.
    return await request.body()


Sent = Annotated[bytes, Depends(_sent)]


def what_if_router(run: RunWhatIf) -> APIRouter:
    router = APIRouter(prefix="/v1/scenario/what-if", route_class=AuditedRoute)

    @router.post("/run", response_model=WhatIfAnswer)
    @audited("RUN_WHAT_IF", roles=FIGURE_READERS, refusals=(404, 424), keeping=False)
    def run_what_if(call: Call, given: WhatIfBody, sent: Sent) -> Response:
        answer = what_if_json(run(given.scenario))
        call.commit(Change(COLLECTION, after=_told(given, sent, answer)))
        return Response(answer, call.status, media_type="application/json")

    return router


def _told(given: WhatIfBody, sent: bytes, answer: bytes) -> JsonObject:
    """What is kept of the request is screened; the SHA-256 of its very bytes, and that of the answer, prove both."""
    return {
        "as_of_date": given.as_of_date.isoformat(),
        "period_start": given.period_start.isoformat(),
        "period_end": given.period_end.isoformat(),
        "deltas": len(given.deltas),
        "request_hash": hashlib.sha256(sent).hexdigest(),
        "answer_hash": hashlib.sha256(answer).hexdigest(),
    }
