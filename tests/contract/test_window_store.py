"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep windows, alerts and events alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from lacre.aws import alert_item
from lacre.aws.windows_table import WindowsTable
from lacre.detection.bundle import load_bundle
from lacre.detection.detect import Detector
from lacre.detection.findings import Found, amended, raised
from lacre.detection.window import Episode, admit
from lacre.ports.detection import Alert, Finding, UnplacedFindingError, WindowState, WindowStore
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows
from tests.tables import create
from tests.unit.detection.worlds import WINDOWING, World, burst, event_id, rule

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Keeper:
    """A store, and what is in it."""

    store: WindowStore
    alert: Callable[[str], Alert | None]
    event_ids: Callable[[], set[str]]


def in_memory() -> Keeper:
    store = MemoryWindows()
    return Keeper(store, store.alerts.get, lambda: set(store.events))


def on(dynamodb: "DynamoDBClient") -> Keeper:
    windows, alerts, events = (create(dynamodb, name) for name in ("windows", "alerts", "events"))

    def alert(alert_id: str) -> Alert | None:
        found = dynamodb.get_item(TableName=alerts, Key={"alert_id": {"S": alert_id}}, ConsistentRead=True)
        return alert_item.from_item(found["Item"]) if "Item" in found else None

    def event_ids() -> set[str]:
        return {item["id"]["S"] for item in dynamodb.scan(TableName=events, ConsistentRead=True)["Items"]}

    return Keeper(WindowsTable(dynamodb, windows, alerts, events), alert, event_ids)


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    return in_memory() if request.param == "memory" else on(dynamodb)


def episode(number: int = 1, first: int = 1) -> Episode:
    return Episode(number, tuple((1_795_000_000_000 + turn, event_id(turn)) for turn in range(first, first + 5)))


def found() -> Found:
    group = rule().group_of(burst(1)[0])
    assert group is not None
    return Found(rule(), "b" * 64, group)


def new_finding(number: int = 1, first: int = 1) -> Finding:
    return raised(found(), episode(number, first), MemoryTrail().recorder().prepare)


def amendment(number: int = 1) -> Finding:
    return amended(found(), episode(number, 2), episode(number, 1), MemoryTrail().recorder().prepare)


EMPTY = WindowState("key")
FILLED = admit(EMPTY, episode().evidence[:3], WINDOWING).state


def test_nothing_is_stored_at_first(keeper: Keeper) -> None:
    assert keeper.store.load("key") == EMPTY


def test_a_state_is_kept_whole_under_the_next_version(keeper: Keeper) -> None:
    state = replace(FILLED, closed=7, closed_until=1_795_000_000_009)
    assert keeper.store.save(EMPTY, state, 1_800_000_000)
    assert keeper.store.load("key") == replace(state, version=1)
    assert keeper.store.load("another") == WindowState("another")


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


def test_an_amendment_gives_the_evidence_and_keeps_the_rest(keeper: Keeper) -> None:
    standing = new_finding(first=2)
    assert keeper.store.save(EMPTY, FILLED, None, [standing])
    change = amendment()
    assert keeper.store.save(keeper.store.load("key"), FILLED, None, [change])
    assert keeper.alert(standing.alert.alert_id) == replace(
        standing.alert,
        evidence=change.alert.evidence,
        window_start=change.alert.window_start,
        window_end=change.alert.window_end,
        version=2,
    )
    assert len(keeper.event_ids()) == 3


def test_an_alert_that_does_not_stand_is_not_amended(keeper: Keeper) -> None:
    with pytest.raises(UnplacedFindingError):
        keeper.store.save(EMPTY, FILLED, None, [amendment()])
    assert keeper.store.load("key").version == 0


def test_a_detector_on_it_raises_one_alert_whatever_is_repeated(keeper: Keeper) -> None:
    world = World()
    detector = Detector(world.detector()._bundle, keeper.store, MemoryQuarantine(), MemoryTrail().recorder().prepare)
    headers = burst(9)
    for batch in (headers[2:4], headers[4:9], headers[:3], headers):
        detector.detect(headers=batch)
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

    def test_an_amendment_keeps_what_later_versions_add_to_an_alert(self, dynamodb: "DynamoDBClient") -> None:
        keeper = on(dynamodb)
        finding = new_finding(first=2)
        keeper.store.save(EMPTY, FILLED, None, [finding])
        closed = {**alert_item.to_item(finding.alert), "state": {"S": "CLOSED"}, "closed_by": {"S": "u-1"}}
        dynamodb.put_item(TableName="alerts", Item=closed)
        keeper.store.save(keeper.store.load("key"), FILLED, None, [amendment()])
        found = dynamodb.get_item(TableName="alerts", Key={"alert_id": closed["alert_id"]})["Item"]
        assert (found["state"], found["closed_by"], found["version"]) == ({"S": "CLOSED"}, {"S": "u-1"}, {"N": "2"})

    def test_an_alert_that_changes_under_an_amendment_is_a_race(self, dynamodb: "DynamoDBClient") -> None:
        keeper, finding = on(dynamodb), new_finding(first=2)
        keeper.store.save(EMPTY, FILLED, None, [finding])
        held = keeper.store.load("key")

        def close(**_: object) -> None:
            dynamodb.meta.events.unregister("before-call.dynamodb.TransactWriteItems", close)
            dynamodb.put_item(TableName="alerts", Item=alert_item.to_item(replace(finding.alert, version=2)))

        dynamodb.meta.events.register("before-call.dynamodb.TransactWriteItems", close)
        assert not keeper.store.save(held, FILLED, None, [amendment()])
        assert keeper.store.save(held, FILLED, None, [amendment()])
        amended_alert = keeper.alert(finding.alert.alert_id)
        assert amended_alert is not None
        assert amended_alert.version == 3

    def test_the_commissioned_rule_writes_one_unit_however_full_a_group_is(self, dynamodb: "DynamoDBClient") -> None:
        keeper, commissioned = on(dynamodb), load_bundle().rules[0]
        group = commissioned.group_of(burst(1)[0])
        assert group is not None
        empty = WindowState(commissioned.state_key(group))
        fullest = tuple((1_795_000_000_000 + turn, event_id(turn)) for turn in range(commissioned.windowing.capacity))
        state = replace(empty, arrivals=fullest, watermark=1_795_000_000_000, closed=9, closed_until=1_795_000_000_000)
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
