"""A day of a small, plainly fictional network: the identity and query functions over one trail in memory."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import cast

from fastapi import FastAPI

from functions.query.application import query_application
from functions.query.sources import Sources
from identity.model.role import Role
from lacre.model.actor import UNKNOWN_ACTOR, Actor
from lacre.model.canonical import JsonObject
from lacre.model.draft import Draft, Reason
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome
from lacre.proving.examination import Examiner
from lacre.proving.inclusion import Prover
from lacre.searching.search import Search
from tests.fakes.deep_searches import deep_searching
from tests.fakes.exports import exporting
from tests.fakes.investigation import investigation
from tests.fakes.observing import observing
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemorySealing
from tests.fakes.watching import watching
from tests.unit.identity.worlds import PIN, IdentityWorld

AGENT = "01a1ee00-0000-7000-8000-00000000000a"
CLERK = Actor(
    ActorType.FUNCIONARIO, "01a1ee00-0000-7000-8000-0000000000c1", "Ana Macuácua", "FUNCIONARIO", "Nampula", "Centro"
)
BEFORE = {"name": "Lia Mondlane", "phone": "+258840000001", "district": "Centro", "pos": ["POS-1", "POS-2"]}
AFTER = {"name": "Lia Mondlane", "phone": "+258840000002", "district": "Norte", "pos": ["POS-1"], "note": "moved"}


def day_of_drafts() -> list[Draft]:
    plain = Draft("CREATE_AGENT", CLERK, EventSource.API, AGENT, "192.0.2.7", after=BEFORE)
    request: JsonObject = {
        "method": "PATCH",
        "path": "/v1/agents/{agent_id}",
        "user_agent": "POS/2.1",
        "body": {"district": "Norte"},
    }
    refused = Reason("LOGIN_FAILED", "The user name or the PIN is wrong.")
    outside = Reason("OUTSIDE_JURISDICTION", "The entity is outside the caller's jurisdiction.")
    failed = Draft(
        "LOGIN_FAILED",
        UNKNOWN_ACTOR,
        EventSource.API,
        CLERK.id,
        "198.51.100.23",
        EntityType.USER,
        Outcome.DENIED,
        reason=refused,
    )
    return [
        plain,
        replace(plain, action="UPDATE_AGENT", before=BEFORE, after=AFTER, request=request),
        *[failed] * 5,
        replace(
            failed, action="MULTIPLE_FAILED_LOGINS", outcome=Outcome.SUCCEEDED, reason=None, source=EventSource.DETECTOR
        ),
        replace(
            plain,
            action="ACCESS_OUTSIDE_JURISDICTION",
            entity_type=EntityType.AGENT,
            outcome=Outcome.DENIED,
            attempted_action="UPDATE_AGENT",
            reason=outside,
        ),
    ]


class Day:
    def __init__(self) -> None:
        self.world = IdentityWorld()
        self.world.person(Role.AUDITOR, "rui")
        self.world.person(Role.FUNCIONARIO, "ana")
        self.sealing = MemorySealing()
        self.rows = MemoryRows(self.world.trail.events)
        self.desk = investigation()
        self.exporting = exporting()
        self.deep_searching = deep_searching()
        self.watching = watching(self.world.trail.events, self.sealing, self.desk, self.world.clock)
        self.events = self.record(*day_of_drafts())
        self.sealing.sealer().seal(self.events)
        self.world.clock.advance(60)

    def record(self, *drafts: Draft) -> list[ReceiptedEvent]:
        recorder = self.world.trail.recorder()
        return [recorder.record([draft])[0] for draft in drafts]

    @property
    def applications(self) -> Mapping[str, FastAPI]:
        world = self.world
        pool = ThreadPoolExecutor(4)
        search = Search(world.trail.events, self.rows, self.sealing.heads, world.clock, pool)
        examiner = Examiner(self.rows, self.sealing.leaves, world.clock)
        prover = Prover(self.sealing.log, self.sealing.heads, pool)
        around = observing(search, self.desk.blocks)
        kept = (self.desk, self.exporting, self.deep_searching, around, self.watching)
        sources = Sources(search, self.rows, examiner, prover, world.clock, *kept)
        query = query_application(world.trail.trail(world.authenticator), sources, {})
        identity = cast(FastAPI, world.client.app)
        pages = ("audit-logs", "dashboard", "alerts", "cases", "blocks", "exports", "deep-searches")
        further = ("settings", "login", "language", "static")
        return {**{f"/{page}": query for page in (*pages, *further)}, "/console": identity}


__all__ = ["PIN", "Day"]
