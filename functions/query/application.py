"""The query function's application: the API and the console, over whatever they are composed with."""

from collections.abc import Mapping

from fastapi import FastAPI

from functions.query.routes.alert_pages import alert_pages_router
from functions.query.routes.alerts import alerts_router
from functions.query.routes.block_pages import block_pages_router
from functions.query.routes.blocks import blocks_router
from functions.query.routes.case_pages import case_pages_router
from functions.query.routes.cases import cases_router
from functions.query.routes.dashboard_pages import dashboard_pages_router
from functions.query.routes.deep_search_pages import deep_search_pages_router
from functions.query.routes.deep_searches import deep_searches_router
from functions.query.routes.event_pages import event_pages_router
from functions.query.routes.events import events_router
from functions.query.routes.export_pages import export_pages_router
from functions.query.routes.exports import exports_router
from functions.query.routes.listing_pages import listing_pages_router
from functions.query.routes.log import log_router
from functions.query.routes.proofs import proofs_router
from functions.query.routes.rules import rules_router
from functions.query.routes.settings_pages import settings_pages_router
from functions.query.routes.unrecorded import unrecorded_router
from functions.query.sources import Sources
from lacre.http.application import Probe, create_application
from lacre.http.trail import Trail


def query_application(trail: Trail, sources: Sources, probes: Mapping[str, Probe]) -> FastAPI:
    routers = [
        events_router(sources),
        exports_router(sources),
        deep_searches_router(sources),
        log_router(sources),
        proofs_router(sources),
        alerts_router(sources),
        cases_router(sources),
        blocks_router(sources),
        rules_router(sources),
        listing_pages_router(sources),
        event_pages_router(sources),
        deep_search_pages_router(sources),
        alert_pages_router(sources),
        case_pages_router(sources),
        block_pages_router(sources),
        export_pages_router(sources),
        dashboard_pages_router(sources),
        settings_pages_router(sources),
        unrecorded_router(),
    ]
    return create_application("Lacre: query", trail, routers, probes)
