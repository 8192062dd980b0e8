"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep windows, alerts and events alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from lacre.aws import alert_item
from lacre.aws.alerts_table import SnoozesTable
from lacre.aws.blocks_table import BlocksTable
from lacre.aws.tallies_table import TalliesTable
from lacre.aws.windows_table import WindowsTable
from lacre.detection.admitting import admit
from lacre.detection.bundle import Bundle, load_bundle
from lacre.detection.detect import Detector
from lacre.detection.findings import Found
from lacre.detection.responding import Responder
from lacre.detection.subject import Subject
from lacre.detection.window import Episode
from lacre.ports.detection import Alert, Arrival, DueWindow, Finding, UnplacedFindingError, WindowState, WindowStore
from lacre.ports.responding import Means
from tests.fakes.responding import memory_means
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows
from tests.tables import create
from tests.unit.detection.worlds import WINDOWING, World, burst, event_id, group_of, rule

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Keeper:
    """A store, and what is in it."""

    store: WindowStore
    alert: Callable[[str], Alert | None]
    event_ids: Callable[[], set[str]]
    means: Means


def in_memory() -> Keeper:
    store = MemoryWindows()
    return Keeper(store, store.alerts.get, lambda: set(store.events), memory_means())


def on(dynamodb: "DynamoDBClient") -> Keeper:
    windows, alerts, blocks, events = (create(dynamodb, name) for name in ("windows", "alerts", "blocks", "events"))

    def alert(alert_id: str) -> Alert | None:
        found = dynamodb.get_item(TableName=alerts, Key={"alert_id": {"S": alert_id}}, ConsistentRead=True)
        return alert_item.from_item(found["Item"]) if "Item" in found else None

    def event_ids() -> set[str]:
        return {item["id"]["S"] for item in dynamodb.scan(TableName=events, ConsistentRead=True)["Items"]}

    means = Means(TalliesTable(dynamodb, windows), SnoozesTable(dynamodb, windows), BlocksTable(dynamodb, blocks))
    return Keeper(WindowsTable(dynamodb, windows, alerts, events), alert, event_ids, means)


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    return in_memory() if request.param == "memory" else on(dynamodb)


def episode(number: int = 1, first: int = 1) -> Episode:
    evidence = tuple(Arrival(1_795_000_000_000 + turn, event_id(turn)) for turn in range(first, first + 5))
    return Episode(number, evidence, len(evidence), evidence[-1].at)


def found() -> Found:
    return Found(rule(), "b" * 64, group_of(burst(1)[0]))


def new_finding(number: int = 1, first: int = 1) -> Finding:
    responder = Responder(MemoryTrail().recorder().prepare, memory_means())
    (finding,) = responder.respond(found(), [episode(number, first)]).findings
    return finding


EMPTY = WindowState("key")
FILLED = admit(EMPTY, episode().evidence[:3], WINDOWING).state


def test_nothing_is_stored_at_first(keeper: Keeper) -> None:
    assert keeper.store.load("key") == EMPTY


def test_a_state_is_kept_whole_under_the_next_version(keeper: Keeper) -> None:
    valued = (Arrival(1_795_000_000_001, event_id(1), 3, "Ç 1"), Arrival(1_795_000_000_002, event_id(2), 255))
    figures = replace(FILLED, closed=7, closed_until=1_795_000_000_009, decided_until=1_795_000_000_003)
    state = replace(figures, due_at=1_795_000_000_008, arrivals=valued, rule="a_rule", group='{"actor_id":"Ç"}')
    assert keeper.store.save(EMPTY, state, 1_800_000_000)
    assert keeper.store.load("key") == replace(state, version=1)
    assert keeper.store.load("another") == WindowState("another")


def due(key: str, at: int) -> WindowState:
    return WindowState(key, due_at=at, rule="a_rule", group=f'{{"actor_id":"{key}"}}')


def test_what_is_due_is_listed_the_oldest_first(keeper: Keeper) -> None:
    keys = [f"a_rule#{letter}" for letter in "abcdefghijkl"]
    for place, key in enumerate(keys):
        assert keeper.store.save(WindowState(key), due(key, 1_000 - place), None)
    assert keeper.store.save(WindowState("other"), WindowState("other"), None)
    expected = [DueWindow(key, "a_rule", f'{{"actor_id":"{key}"}}', 1_000 - keys.index(key)) for key in keys[::-1]]
    assert keeper.store.due(1_000, 100) == expected
    assert keeper.store.due(995, 100) == expected[:7]
    assert keeper.store.due(1_000, 3) == expected[:3]
    assert keeper.store.due(988, 100) == []


def test_what_is_decided_is_no_longer_due(keeper: Keeper) -> None:
    assert keeper.store.save(EMPTY, due("key", 1_000), None)
    held = keeper.store.load("key")
    assert keeper.store.save(held, replace(held, due_at=2_000), None)
    assert keeper.store.due(1_999, 10) == []
    held = keeper.store.load("key")
    assert keeper.store.save(held, replace(held, due_at=None, rule="", group=""), None)
    assert keeper.store.due(9_999, 10) == []


def test_the_slower_of_two_savers_is_told(keeper: Keeper) -> None:
    assert keeper.store.save(EMPTY, FILLED, None)
    assert not keeper.store.save(EMPTY, replace(FILLED, closed=1), None)
    first = keeper.store.load("key")
    assert keeper.store.save(first, replace(first, closed=2), None)
    assert not keeper.store.save(first, replace(first, closed=3), None, [new_finding()])
    assert keeper.store.load("key") == replace(first, closed=2, version=2)
    assert keeper.event_ids() == set()


def test_the_slower_of_two_with_the_same_finding_has_lost_a_race_and_nothing_else(keeper: Keeper) -> None:
    assert keeper.store.save(EMPTY, FILLED, None, [new_finding()])
    assert not keeper.store.save(EMPTY, FILLED, None, [new_finding()])


def test_a_finding_is_placed_with_its_events_and_its_state(keeper: Keeper) -> None:
    finding = new_finding()
    assert keeper.store.save(EMPTY, FILLED, None, [finding])
    assert keeper.alert(finding.alert.alert_id) == finding.alert
    assert keeper.event_ids() == {stored.event.header.id for stored in finding.events}
    assert keeper.store.load("key").version == 1


def test_an_alert_that_stands_is_not_raised_again_and_nothing_is_written(keeper: Keeper) -> None:
    assert keeper.store.save(EMPTY, FILLED, None, [new_finding()])
    another = new_finding(number=2)
    with pytest.raises(UnplacedFindingError) as refused:
        keeper.store.save(WindowState("other"), replace(FILLED, key="other"), None, [new_finding(), another])
    assert refused.value.alert_ids == {new_finding().alert.alert_id}
    assert keeper.alert(another.alert.alert_id) is None
    assert keeper.store.load("other").version == 0


def test_thirty_findings_fit_into_one_save(keeper: Keeper) -> None:
    findings = [new_finding(number) for number in range(1, 31)]
    assert keeper.store.save(EMPTY, FILLED, None, findings)
    assert len(keeper.event_ids()) == 60


def test_a_detector_on_it_raises_one_alert_whatever_is_repeated(keeper: Keeper) -> None:
    world = World()
    bundle = Bundle("b" * 64, tuple(world.rules))
    responder = Responder(MemoryTrail().recorder().prepare, keeper.means)
    detector = Detector(bundle, keeper.store, MemoryQuarantine(), responder)
    headers = burst(9)
    for batch in (headers[2:4], headers[4:9], headers[:3], headers):
        detector.detect([Subject(header) for header in batch])
    expected = World()
    expected.detect(headers)
    (alert,) = expected.alerts
    standing = keeper.alert(alert.alert_id)
    assert standing is not None
    assert standing.evidence == alert.evidence


class TestOnDynamoDB:
    """What only the table can show."""

    def test_ttl_is_set_for_windows_that_may_go(self, dynamodb: "DynamoDBClient") -> None:
        keeper = on(dynamodb)
        keeper.store.save(EMPTY, FILLED, 1_800_000_000)
        assert item(dynamodb)["expires_at"] == {"N": "1800000000"}
        keeper.store.save(keeper.store.load("key"), FILLED, None)
        assert "expires_at" not in item(dynamodb)

    def test_the_commissioned_rule_writes_one_unit_however_full_a_group_is(self, dynamodb: "DynamoDBClient") -> None:
        keeper = on(dynamodb)
        (commissioned,) = (one for one in load_bundle().rules if one.name == "many_failed_logins")
        group, now = group_of(burst(1)[0]), 1_795_000_000_000
        empty = WindowState(commissioned.state_key(group))
        fullest = tuple(Arrival(now + turn, event_id(turn)) for turn in range(commissioned.windowing.capacity))
        state = replace(empty, arrivals=fullest, watermark=now, closed=9, closed_until=now, decided_until=now)
        keeper.store.save(empty, state, 1_800_000_000)
        assert size(item(dynamodb, empty.key)) <= 1024


def item(dynamodb: "DynamoDBClient", key: str = "key") -> dict[str, Any]:
    return dict(dynamodb.get_item(TableName="windows", Key={"pk": {"S": key}})["Item"])


def size(item: dict[str, Any]) -> int:
    """Bytes as DynamoDB counts them: names, texts and bytes by length, a number by half its digits and one or two."""
    total = 0
    for name, value in item.items():
        ((kind, content),) = value.items()
        total += len(name) + (len(content) // 2 + 2 if kind == "N" else len(content))
    return total
