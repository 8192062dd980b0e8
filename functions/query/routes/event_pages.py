"""The console's pages of one event: all that is known of it, its proof step by step, and its evidence as a file."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from functions.query.around_event import surroundings
from functions.query.language import words_of
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.routes.evidence import evidence_file, evidence_of, inclusion_of, tell_damage
from functions.query.sources import Sources
from functions.query.viewer import viewer_of
from functions.query.views.detail import Detail, detail, faults_of
from functions.query.views.verification import verification
from lacre.http.audit import audited
from lacre.http.call import AuditedCall, Call
from lacre.proving.damage import BrokenLogError
from lacre.proving.examination import Evidence
from lacre.proving.inclusion import Inclusion
from lacre.proving.retracing import retrace
from lacre.sealing.keyring import KEYS_FILE


def event_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/audit-logs/{event_id}", route_class=PageRoute, include_in_schema=False)

    @router.get("", response_model=None)
    @audited("READ_AUDIT_EVENT", roles=READERS, entity="event_id", page=True)
    def read(request: Request, call: Call, event_id: str) -> HTMLResponse:
        viewer = viewer_of(request)
        shown = _detail(evidence_of(event_id, sources, call), sources, call, viewer.language)
        call.read(event_id)
        return HTMLResponse(render("detail.html", root="../", viewer=viewer, shown=shown))

    @router.get("/verified", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS, entity="event_id", page=True)
    def verify(request: Request, call: Call, event_id: str) -> HTMLResponse:
        evidence = evidence_of(event_id, sources, call)
        leaf, inclusion = inclusion_of(evidence, sources, call)
        retraced = retrace(evidence.row, leaf, inclusion, sources.prover.log.get(KEYS_FILE))
        call.read(event_id)
        shown = verification(event_id, retraced)
        # htmx puts the steps into the page of the event; without it they are a page of their own.
        template = "verified_steps.html" if request.headers.get("HX-Request") == "true" else "verified.html"
        return HTMLResponse(render(template, root="../../", viewer=viewer_of(request), shown=shown))

    # The API's own route takes no cookie, and a browser has nothing else to show.
    @router.get("/evidence", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS, entity="event_id", page=True)
    def keep(call: Call, event_id: str) -> Response:
        return evidence_file(event_id, sources, call)

    return router


def _detail(evidence: Evidence, sources: Sources, call: AuditedCall, language: str) -> Detail:
    """A damaged log hides no event: the page says that there is no proof."""
    inclusion: Inclusion | None = None
    is_log_broken = False
    try:
        inclusion = sources.prover.prove(evidence.leaf) if evidence.leaf else None
    except BrokenLogError as error:
        tell_damage(error, call)
        is_log_broken = True
    found = surroundings(evidence, is_changed=bool(faults_of(evidence, inclusion)), sources=sources)
    return detail(evidence, inclusion, found, words_of(language).gettext, is_log_broken=is_log_broken)
