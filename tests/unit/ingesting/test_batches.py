"""A producer's batch: every item its own event, each under its own id once, whatever is sent again."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from functions.ingest.bodies import BatchBody
from lacre.http.origin import CORRELATION_HEADER
from lacre.http.recorded_answer import RECEIPT_HEADER
from lacre.ingesting.drafting import Origin
from lacre.ingesting.ingest import AT_ONCE
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.ports.reconciling import Kind
from lacre.reconciling.sequence import Received
from lacre.tlog.receipt import read_receipt
from tests.fakes.ambient import START
from tests.fakes.crash import Killed
from tests.fakes.events import MemoryEvents
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.unit.ingesting.worlds import FIRST, World, id_of, item, told
from tests.unit.reconciling import worlds as reconciling

ORIGIN = Origin(FIRST, id_of(0), "t-1", START)
NEW, KNOWN = (201, None), (409, "ALREADY_RECORDED")


@pytest.fixture
def world() -> World:
    return World()


@dataclass
class CountedEvents(MemoryEvents):
    """Fails before the transaction numbered `fatal`, the first being 0."""

    fatal: int | None = None
    failure: type[BaseException] = StoreUnavailableError
    calls: int = 0

    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        self.calls += 1
        if self.calls - 1 == self.fatal:
            raise self.failure("away")
        super().append(events, writes)


def test_every_item_is_an_event_of_the_claimed_actor_linked_to_the_batch(world: World) -> None:
    claimed = item(1, occurred_at="2026-11-18T08:15:00.000Z", ip_address="2001:DB8::7", reason=None)
    answer = world.send(claimed, item(2, outcome="DENIED", reason={"code": "LIMIT", "sentence": "Over the limit."}))
    assert told(answer) == [NEW, NEW]
    assert [(one["id"], one["sequence"]) for one in answer.json()["results"]] == [(id_of(1), 1), (id_of(2), 2)]
    first, second = world.headers
    (batch,) = [one for one in world.memory.events.headers_in_order if one.action == "DATA_SYNC"]
    assert {first.correlation_id, second.correlation_id} == {batch.correlation_id, batch.id, batch.entity_id}
    assert answer.headers[CORRELATION_HEADER] == batch.id
    assert read_receipt(answer.headers[RECEIPT_HEADER], world.memory.signer.public_key).event_id == batch.id
    assert (first.id, first.action, first.outcome, first.attempted_action) == (
        id_of(1),
        "UPDATE_AGENT",
        "SUCCEEDED",
        None,
    )
    assert (first.actor_type, first.actor_id, first.actor_role) == ("FUNCIONARIO", "clerk-7", "CLERK")
    assert (first.entity_type, first.entity_id, first.session_id) == ("AGENT", "agent-12", None)
    assert (first.occurred_at, first.ip_address) == ("2026-11-18T08:15:00.000Z", "2001:db8::7")
    assert (second.outcome, second.attempted_action, second.ip_address) == ("DENIED", "UPDATE_AGENT", "unknown")
    assert (batch.source, batch.actor_type, batch.actor_id, batch.actor_role) == ("API", "PRODUCER", FIRST, "PRODUCER")


def test_an_event_tells_what_was_claimed_and_who_brought_it(world: World) -> None:
    world.send(item(7))
    body = world.body(id_of(7))
    assert body["before"] == {"limit": "10.00"}
    assert body["after"] == {"limit": "12.50", "ingested": {"producer": FIRST, "sequence": 7, "flags": []}}
    assert (body["actor_name"], body["request"], body["reason"]) == ("Ana Clerk", None, None)
    assert body["description"] == "Ana Clerk changed the agent agent-12."


def test_the_batch_tells_the_numbers_that_are_recorded(world: World) -> None:
    world.send(item(3), item(1), item(2), item(9), item(20, action="LOG_TAMPERED"), "no item at all")
    assert world.batches == [
        {
            "producer": FIRST,
            "ranges": [[1, 3], [9, 9]],
            "not_processed": [],
            "counts": {"RECORDED": 4, "INVALID_ITEM": 2},
            "refused": [
                {"id": id_of(20), "sequence": 20, "code": "INVALID_ITEM"},
                {"id": None, "sequence": None, "code": "INVALID_ITEM"},
            ],
        }
    ]
    (batch,) = [one for one in world.memory.events.headers_in_order if one.action == "DATA_SYNC"]
    assert "agent-12" not in str(world.body(batch.id)), "the items' content stands in their own events alone"


def test_a_batch_that_is_sent_again_doubles_nothing(world: World) -> None:
    world.send(item(1), item(2))
    before = dict(world.memory.events.rows)
    assert told(world.send(item(1), item(2), item(3))) == [KNOWN, KNOWN, NEW]
    assert [one.id for one in world.headers] == [id_of(1), id_of(2), id_of(3)]
    assert {key: world.memory.events.rows[key] for key in before} == before
    assert [one["ranges"] for one in world.batches] == [[[1, 2]], [[1, 3]]]


def test_an_id_that_stands_twice_in_a_batch_is_recorded_once(world: World) -> None:
    other = item(5, after={"limit": "99.00"})
    assert told(world.send(item(5), item(5), other, item(6, id=id_of(5)))) == [
        NEW,
        KNOWN,
        (409, "RECORDED_OTHERWISE"),
        (409, "ID_TAKEN"),
    ]
    assert world.body(id_of(5))["after"]["limit"] == "12.50"
    assert world.batches[0]["ranges"] == [[5, 5]]


@pytest.mark.parametrize(
    "change",
    [
        {"after": {"limit": "12.51"}},
        {"before": None},
        {"action": "CREATE_AGENT"},
        {"outcome": "FAILED", "reason": {"code": "LATE", "sentence": "It came late."}},
        {"occurred_at": "2026-11-18T08:15:00.000Z"},
        {"ip_address": "192.0.2.1"},
        {"entity": {"type": "AGENT", "id": "agent-13"}},
        {"actor": {"type": "FUNCIONARIO", "id": "clerk-7", "name": "Eva Clerk", "role": "CLERK"}},
    ],
)
def test_other_content_under_an_id_is_said_and_changes_nothing(world: World, change: dict[str, object]) -> None:
    world.send(item(1))
    before = dict(world.memory.events.rows)
    assert told(world.send(item(1, **change))) == [(409, "RECORDED_OTHERWISE")]
    assert {key: world.memory.events.rows[key] for key in before} == before
    assert world.batches[-1]["ranges"] == [[1, 1]]


def test_the_id_of_another_event_is_taken(world: World) -> None:
    world.send(item(1))
    (batch,) = [one.id for one in world.memory.events.headers_in_order if one.action == "DATA_SYNC"]
    before = dict(world.memory.events.rows)
    foreign = [
        world.send(item(1), key=world.other_key),
        world.send(item(2, id=id_of(1))),
        world.send(item(3, id=batch)),
    ]
    assert [told(answer) for answer in foreign] == [[(409, "ID_TAKEN")]] * 3
    assert {key: world.memory.events.rows[key] for key in before} == before
    assert [one["ranges"] for one in world.batches] == [[[1, 1]], [], [], []]
    assert world.batches[1]["refused"] == [{"id": id_of(1), "sequence": 1, "code": "ID_TAKEN"}]


def test_items_are_written_several_to_a_transaction() -> None:
    events = CountedEvents()
    world = World(MemoryTrail(events=events, clock=MovableClock()))
    assert told(world.send(*(item(number) for number in range(1, 101)))) == [NEW] * 100
    assert events.calls == 100 / AT_ONCE + 1


@pytest.mark.parametrize("fatal", range(4))
def test_killed_between_any_two_groups_the_same_batch_records_the_rest(fatal: int) -> None:
    world = World(MemoryTrail(events=CountedEvents(fatal=fatal, failure=Killed), clock=MovableClock()))
    batch = [item(number) for number in range(1, 101)]
    with pytest.raises(Killed):
        world.ingest(BatchBody(events=batch).items, ORIGIN, "b-1")
    known = fatal * AT_ONCE
    assert len(world.headers) == known
    assert told(world.send(*batch)) == [KNOWN] * known + [NEW] * (100 - known)
    assert len(world.headers) == 100
    assert [one["ranges"] for one in world.batches] == [[[1, 100]]]


def test_killed_before_the_batchs_own_event_the_same_batch_tells_all_its_numbers(world: World) -> None:
    batch = [item(number) for number in range(1, 31)]
    world.ingest(BatchBody(events=batch).items, ORIGIN, "b-1")
    assert told(world.send(*batch)) == [KNOWN] * 30
    assert [one["ranges"] for one in world.batches] == [[[1, 30]]]


def test_a_store_that_goes_away_in_the_middle_is_told_and_the_batch_can_come_again() -> None:
    events = CountedEvents(fatal=2)
    world = World(MemoryTrail(events=events, clock=MovableClock()))
    batch = [item(number) for number in range(1, 61)]
    refused = world.send(*batch)
    assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (
        503,
        "STORE_UNAVAILABLE",
        "5",
    )
    assert [draft.attempted_action for draft in world.memory.outage.drafts] == ["DATA_SYNC"]
    assert told(world.send(*batch)) == [KNOWN] * 50 + [NEW] * 10


def test_two_producers_who_send_one_id_at_once_are_told_apart(world: World) -> None:
    def send(key: str) -> list[tuple[int, str | None]]:
        return told(world.send(*(item(number) for number in range(1, 61)), key=key))

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(send, [world.key, world.other_key])
    assert all(sorted(pair) == [NEW, (409, "ID_TAKEN")] for pair in zip(first, second, strict=True))
    assert len(world.headers) == 60


def test_one_batch_sent_twice_at_once_is_recorded_once(world: World) -> None:
    def send(_: int) -> list[tuple[int, str | None]]:
        return told(world.send(*(item(number) for number in range(1, 61))))

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(send, range(2))
    assert all(sorted(pair) == [NEW, KNOWN] for pair in zip(first, second, strict=True))
    assert [one["ranges"] for one in world.batches] == [[[1, 60]]] * 2


def test_an_idempotency_key_works_for_batches_too(world: World) -> None:
    first, again = (world.send(item(1), "none", **{"Idempotency-Key": "b-1"}) for _ in range(2))
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(world.batches) == 1


def test_a_row_that_somebody_damaged_is_nobodys_event(world: World) -> None:
    class Damaged(MemoryEvents):
        def event(self, event_id: str) -> ReceiptedEvent | None:
            if event_id == id_of(1):
                raise NotCanonicalError("a row that holds no event")
            return super().event(event_id)

    world.send(item(1))
    clock = MovableClock()
    clock.advance(60)
    damaged = World(MemoryTrail(events=Damaged(world.memory.events.rows), clock=clock))
    assert told(damaged.send(item(1), item(2))) == [(409, "ID_TAKEN"), NEW]


def test_reconciliation_reads_the_numbers_and_misses_what_was_refused() -> None:
    log = reconciling.World()
    world = World(log.trail)
    world.send(item(1), item(2, action="KEY_ROTATED"), item(3))
    world.send(item(1), item(5))
    world.send("no item at all")
    log.seal()
    log.settle()
    tally = log.run()
    (kept,) = log.state.all_of(Kind.PRODUCER)
    spans = Received.decode(kept.text).spans
    assert (kept.name, [(one.first, one.last) for one in spans]) == (FIRST, [(1, 1), (3, 3), (5, 5)])
    assert tally.unnumbered == 0


def test_a_batch_too_large_for_an_event_takes_nothing_while_the_archive_is_away(world: World) -> None:
    many = [f"no item {'word ' * 60}"] * 90 + [item(number) for number in range(1, 11)]
    world.memory.archive.is_away = True
    answer = world.send(*many)
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
    assert world.headers == []
    world.memory.archive.is_away = False
    assert world.send(*many).status_code == 200
    assert [one.id for one in world.headers] == [id_of(number) for number in range(1, 11)]
