"""What a producer may claim, and what of it is kept."""

import json
from typing import Any
from uuid import UUID

import pytest

from lacre.ingesting.permitted import ACTIONS, VIOLATIONS, is_producers_id
from lacre.model import moment
from lacre.model.action import CATALOGUE
from lacre.model.composition import derived_uuid
from lacre.model.event import MAXIMUM_BODY_BYTES
from lacre.model.vocabulary import ActorType, EntityType
from tests.unit.ingesting.worlds import FIRST, World, id_of, item, told

ACTOR = {"type": "AGENT", "id": "agent-1", "name": "Lia Agente"}
PIN, CARD, KEY = "482913", "4111111111111111", "lcr_pos_abc"
OURS = {
    *("LOG_TAMPERED", "KEY_ROTATED", "ALERT_RAISED", "ALERT_UPDATED", "RULE_CHANGED", "ACTOR_BLOCKED"),
    *("DATA_SYNC", "OFFLINE_SYNC", "SYSTEM_JOB_RUN", "SYSTEM_ERROR", "DATABASE_ERROR"),
    *("MULTIPLE_FAILED_LOGINS", "SUSPICIOUS_BEHAVIOR_DETECTED", "ID_ENUMERATION_ATTEMPT"),
    *("TOKEN_INVALID", "API_KEY_INVALID"),
    *("SEARCH_AUDIT", "READ_AUDIT_EVENT", "EXPORT_AUDIT", "READ_ENTITY", "SESSION_REFRESHED"),
}


@pytest.fixture
def world() -> World:
    return World()


def faults(world: World, claimed: object) -> list[str]:
    """Where the one item of a batch is wrong."""
    answer = world.send(claimed)
    assert told(answer) == [(422, "INVALID_ITEM")]
    assert world.headers == []
    return [error["at"] for error in answer.json()["results"][0]["errors"]]


def test_the_codes_are_those_of_business_and_of_logins() -> None:
    assert not (ACTIONS | VIOLATIONS) & OURS
    groups = {CATALOGUE[code].group for code in ACTIONS}
    assert groups == {"authentication", "administration", "jurisdiction", "business", "financial", "hedge desk"}
    assert {"LOGIN_FAILED", "CREATE_USER", "CREATE_POS", "TRANSACTION_CREATED", "SETTLE_CONTRACT"} <= ACTIONS


@pytest.mark.parametrize("code", [*sorted({*CATALOGUE} - ACTIONS - VIOLATIONS), "", "update_agent", "NO_SUCH_ACTION"])
def test_what_only_we_record_nobody_can_claim(world: World, code: str) -> None:
    assert faults(world, item(1, action=code)) == ["action"]


@pytest.mark.parametrize("kind", [*ActorType])
def test_actors_are_anybody_but_ourselves_and_nobody(world: World, kind: ActorType) -> None:
    claimed = item(1, actor={**ACTOR, "type": kind.value})
    if kind in (ActorType.SYSTEM, ActorType.UNKNOWN):
        assert faults(world, claimed) == ["actor.type"]
    else:
        assert told(world.send(claimed)) == [(201, None)]


@pytest.mark.parametrize("kind", ["AUDIT", "ALERT", "BLOCK", "RULE", "KEY", "EXPORT", "JOB"])
def test_entities_of_the_trail_itself_nobody_can_claim(world: World, kind: str) -> None:
    assert kind in set(EntityType)
    assert faults(world, item(1, entity={"type": kind, "id": "x"})) == ["entity.type"]


def test_an_id_that_we_derive_nobody_can_take_beforehand(world: World) -> None:
    """Taken by a producer, it would silence the finding, or the flood, that it is of."""
    for parts in (("LOG_TAMPERED", FIRST, "ROW_CHANGED", "1"), ("FLOOD", "2026-11-22T09:30", "X", "192.0.2.1")):
        assert faults(world, item(1, id=derived_uuid(*parts))) == ["id"]


@pytest.mark.parametrize("version", range(1, 8))
def test_uuids_of_other_versions_are_ids(version: int) -> None:
    assert is_producers_id(str(UUID(int=7 << 64, version=version) if version < 6 else _of_version(version)))


def _of_version(version: int) -> UUID:
    return UUID(f"01a1ee56-6e00-{version}000-a522-0000000000aa")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "01a1ee56-6e00-8000-a522-0000000000aa",
        "01a1ee56-6e00-7000-e522-0000000000aa",
        "01A1EE56-6E00-7000-A522-0000000000AA",
        "{01a1ee56-6e00-7000-a522-0000000000aa}",
        "01a1ee566e007000a5220000000000aa",
        "01a1ee56-6e00-7000-a522-0000000000aa\n",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_producers_id(text)


def changed_actor(**fields: object) -> dict[str, object]:
    return item(1, actor={**ACTOR, **fields})


@pytest.mark.parametrize(
    ("claimed", "at"),
    [
        (item(1, id=7), "id"),
        (item(1, id=id_of(1).upper()), "id"),
        (item(1, sequence=0), "sequence"),
        (item(1, sequence=-1), "sequence"),
        (item(1, sequence=True), "sequence"),
        (item(1, sequence=1.0), "sequence"),
        (item(1, sequence="1"), "sequence"),
        (item(1, sequence=2**53), "sequence"),
        (item(1, outcome="DONE"), "outcome"),
        (item(1, occurred_at="2026-11-22T08:15:00Z"), "occurred_at"),
        (item(1, occurred_at="2026-02-30T08:15:00.000Z"), "occurred_at"),
        (item(1, occurred_at=1_795_000_000_000), "occurred_at"),
        (changed_actor(type="BOSS"), "actor.type"),
        (changed_actor(id=""), "actor.id"),
        (changed_actor(id="a" * 65), "actor.id"),
        (changed_actor(id="system:archive"), "actor.id"),
        (changed_actor(id="unknown"), "actor.id"),
        (changed_actor(id=PIN), "actor.id"),
        (changed_actor(id="a b"), "actor.id"),
        (changed_actor(id="lia\n"), "actor.id"),
        (changed_actor(name=""), "actor.name"),
        (changed_actor(name=f"Lia {CARD}"), "actor.name"),
        (changed_actor(name="Lia\u202e"), "actor.name"),
        (changed_actor(role="not a role"), "actor.role"),
        (changed_actor(role=f"PIN_{PIN}"), "actor.role"),
        (changed_actor(province=PIN), "actor.province"),
        (changed_actor(district="x" * 201), "actor.district"),
        (changed_actor(session_id="s-1"), "actor"),
        (item(1, entity={"type": "AGENT", "id": "*"}), "entity.id"),
        (item(1, entity={"type": "AGENT", "id": CARD}), "entity.id"),
        (item(1, entity={"type": "THING", "id": "x"}), "entity.type"),
        (item(1, ip_address="system"), "ip_address"),
        (item(1, ip_address="192.0.2.256"), "ip_address"),
        (item(1, ip_address="fe80::1%eth0"), "ip_address"),
        (item(1, reason={"code": "late", "sentence": "Late."}), "reason.code"),
        (item(1, outcome="DENIED", reason={"code": "PIN_482913_WRONG", "sentence": "Wrong."}), "reason.code"),
        (item(1, reason={"code": "LATE", "sentence": f"The PIN {PIN} is wrong."}), "reason.sentence"),
        (item(1, before=[]), "before"),
        (item(1, after="text"), "after"),
        (item(1, severity="INFO"), "body"),
        (item(1, **{PIN: "x"}), "body"),
    ],
)
def test_an_item_that_is_wrong_is_told_where_and_nothing_of_it_is_kept(
    world: World, claimed: dict[str, object], at: str
) -> None:
    assert faults(world, claimed) == [at]
    stored = str([row.event.body_bytes for row in world.memory.events.rows.values()])
    assert not any(secret in stored for secret in (PIN, CARD))


@pytest.mark.parametrize("claimed", [None, 7, "text", [], [item(1)], {}, {"id": id_of(1)}])
def test_what_is_no_item_refuses_no_other(world: World, claimed: Any) -> None:
    assert told(world.send(item(1), claimed, item(2))) == [(201, None), (422, "INVALID_ITEM"), (201, None)]


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"events": {}}', '{"events": []}', '{"events": [1], "more": 1}', "{"]
)
def test_what_is_no_batch_is_refused_as_a_whole(world: World, body: str) -> None:
    with world.client() as client:
        headers = {"X-Api-Key": world.key, "Content-Type": "application/json"}
        assert client.post("/v1/audit/events", content=body, headers=headers).status_code == 422
    (event,) = world.memory.events.headers_in_order
    assert (event.action, event.outcome) == ("DATA_SYNC", "FAILED")


def test_a_batch_has_at_most_a_hundred_items(world: World) -> None:
    answer = world.send(*(item(number) for number in range(1, 102)))
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, "body.events")
    assert world.headers == []


@pytest.mark.parametrize(
    ("ahead_ms", "flags"), [(119_000, []), (123_000, ["CLOCK_AHEAD"]), (8 * 3_600_000, ["CLOCK_AHEAD"])]
)
def test_a_clock_that_is_ahead_is_believed_and_flagged(world: World, ahead_ms: int, flags: list[str]) -> None:
    occurred_at = moment.to_text(world.memory.clock.now() + ahead_ms)
    answer = world.send(item(1, occurred_at=occurred_at), item(2, occurred_at="1999-12-31T23:59:59.999Z"))
    assert [one.get("flags", []) for one in answer.json()["results"]] == [flags, []]
    assert world.body(id_of(1))["after"]["ingested"]["flags"] == flags
    first, second = world.headers
    assert (first.occurred_at, first.recorded_at < second.recorded_at) == (occurred_at, True)


def test_the_largest_item_is_recorded(world: World) -> None:
    text = "\U0001f600" * 200
    free = {f"m{number}": "é" * 1_000 for number in range(8)}
    claimed = item(
        2**53 - 1,
        id=id_of(1),
        actor={
            "type": "FUNCIONARIO",
            "id": "a" * 64,
            "name": text,
            "role": "R" * 64,
            "province": text,
            "district": text,
        },
        entity={"type": "JURISDICTION_CHANGE", "id": "e" * 64},
        action="REQUEST_JURISDICTION_CHANGE",
        outcome="FAILED",
        ip_address="2001:db8:1111:2222:3333:4444:5555:6666",
        before=free,
        after=free,
        reason={"code": "C" * 64, "sentence": text},
    )
    assert len(json.dumps(free, ensure_ascii=False).encode()) > 16_000
    assert (
        told(world.send(*(item(1, **{**claimed, "id": id_of(number)}) for number in range(25)))) == [(201, None)] * 25
    )
    assert len(world.memory.events.rows[id_of(1)].event.body_bytes) < MAXIMUM_BODY_BYTES
