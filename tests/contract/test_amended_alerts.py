"""Late data and people on one alert: by the fake in memory and by DynamoDB alike, neither ever loses the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from lacre.aws import alert_item
from lacre.aws.alerts_table import AlertsTable
from lacre.aws.events_table import EventsTable
from lacre.detection.amending import amended, undone
from lacre.detection.bundle import Bundle
from lacre.detection.counting import Detection
from lacre.detection.detect import Detector
from lacre.detection.responding import Responder
from lacre.detection.subject import Subject
from lacre.model.header import Header
from lacre.model.refusal import Refusal
from lacre.ports.alerts import Sought
from lacre.ports.detection import ACKNOWLEDGED, CLOSED, OPEN, Alert, Finding, UnplacedFindingError, WindowStore
from lacre.ports.errors import StateConflictError
from tests.contract.test_window_store import EMPTY, FILLED, Keeper, episode, new_finding
from tests.contract.test_window_store import on as keeper_on
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.commits import committing
from tests.fakes.events import MemoryEvents
from tests.fakes.investigator import ANA, CLOSING, Investigator
from tests.fakes.responding import memory_means
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows
from tests.unit.detection.worlds import MINUTE, World, burst, event_id

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HEADERS = burst(6, every=MINUTE // 2)
LATE, ON_TIME = HEADERS[:1], HEADERS[1:]
EARLIER, LATER = tuple(map(event_id, range(1, 6))), tuple(map(event_id, range(2, 7)))


@dataclass(frozen=True)
class Desk:
    """A store of windows, and somebody who works on its alerts. `lose` takes one away, by its id; `meanwhile` does
    something right before the next save."""

    keeper: Keeper
    ana: Investigator
    lose: Callable[[str], object]
    meanwhile: Callable[[Callable[[], object]], None]

    @property
    def store(self) -> WindowStore:
        return self.keeper.store

    def detect(self, headers: list[Header]) -> Detection:
        """By a detector that has just started."""
        responder = Responder(MemoryTrail().recorder().prepare, self.keeper.means)
        detector = Detector(Bundle("b" * 64, tuple(World().rules)), self.store, MemoryQuarantine(), responder)
        return detector.detect([Subject(header) for header in headers])

    def raised(self) -> Alert:
        (alert,) = self.detect(ON_TIME).raised
        return alert

    def save(self, finding: Finding) -> bool:
        held = self.store.load("key")
        return self.store.save(held, replace(FILLED, key="key"), None, [finding])


def in_memory() -> Desk:
    store = MemoryWindows()
    keeper = Keeper(store, store.alerts.get, lambda: set(store.events), memory_means())

    def meanwhile(act: Callable[[], object]) -> None:
        def once(step: str) -> None:
            if step == "before windows.save":
                store.steps.between = None
                act()

        store.steps.between = once

    ana = Investigator(MemoryAlerts(store.alerts), committing(MemoryEvents()))
    return Desk(keeper, ana, store.alerts.pop, meanwhile)


def on(dynamodb: "DynamoDBClient") -> Desk:
    keeper = keeper_on(dynamodb)
    hook = "before-call.dynamodb.TransactWriteItems"

    def meanwhile(act: Callable[[], object]) -> None:
        def once(**_: object) -> None:
            dynamodb.meta.events.unregister(hook, once)
            act()

        dynamodb.meta.events.register(hook, once)

    ana = Investigator(AlertsTable(dynamodb, "alerts"), committing(EventsTable(dynamodb, "events")))

    def lose(alert_id: str) -> None:
        dynamodb.delete_item(TableName="alerts", Key={"alert_id": {"S": alert_id}})

    return Desk(keeper, ana, lose, meanwhile)


@pytest.fixture(params=["memory", "dynamodb"])
def desk(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Desk:
    return in_memory() if request.param == "memory" else on(dynamodb)


def amendment(standing: Alert) -> Finding:
    finding = amended(episode(first=1), standing, MemoryTrail().recorder().prepare)
    assert finding is not None
    return finding


def stored(desk: Desk) -> Alert:
    finding = new_finding(first=2)
    assert desk.store.save(EMPTY, FILLED, None, [finding])
    return finding.alert


def test_an_alert_is_read_as_those_read_it_who_work_on_it(desk: Desk) -> None:
    assert desk.store.alert(event_id(9)) is None
    alert = stored(desk)
    assert desk.store.alert(alert.alert_id) == alert == desk.ana.read(alert.alert_id)
    closed = desk.ana.close(alert)
    assert desk.store.alert(alert.alert_id) == closed


def test_an_amended_alert_takes_the_place_of_the_version_before(desk: Desk) -> None:
    alert = stored(desk)
    change = amendment(alert)
    assert desk.save(change)
    assert desk.ana.read(alert.alert_id) == change.alert
    assert (change.alert.version, change.alert.evidence) == (2, EARLIER)


def test_what_is_open_again_is_listed_as_open_with_nobodys_judgement(desk: Desk) -> None:
    closed = desk.ana.close(stored(desk))
    assert desk.save(amendment(closed))
    (found,) = desk.ana.alerts.sought(Sought(OPEN), None, 10).items
    assert (found.disposition, found.owner, found.version) == (None, None, 3)
    assert [note.by for note in found.notes] == [ANA, "system:fraud"]
    assert not desk.ana.alerts.sought(Sought(CLOSED), None, 10).items


def test_an_alert_that_late_data_undoes_is_closed_as_false(desk: Desk) -> None:
    alert = stored(desk)
    assert desk.save(undone(alert, MemoryTrail().recorder().prepare))
    closed = desk.ana.read(alert.alert_id)
    assert (closed.status, closed.disposition, closed.version, closed.evidence) == (CLOSED, "false", 2, LATER)
    assert [note.text for note in closed.notes] == ["Late data: the group was not silent."]


def test_an_alert_that_does_not_stand_is_not_amended(desk: Desk) -> None:
    with pytest.raises(UnplacedFindingError) as refused:
        desk.save(amendment(new_finding(first=2).alert))
    assert refused.value.alert_ids == {new_finding().alert.alert_id}
    assert desk.store.load("key").version == 0


def test_a_detector_sets_aside_what_would_amend_an_alert_that_is_gone(desk: Desk) -> None:
    alert = desk.raised()
    desk.lose(alert.alert_id)
    detection = desk.detect(LATE)
    assert (detection.unplaced, detection.amended) == ([alert.alert_id], [])
    assert [one.event_ids for one in detection.set_aside] == [(event_id(1),)]


@pytest.mark.parametrize(
    ("status", "act"), [(CLOSED, Investigator.close), (ACKNOWLEDGED, Investigator.acknowledge)], ids=[CLOSED, "seen"]
)
def test_who_changes_it_first_wins_and_the_amendment_writes_nothing(
    desk: Desk, status: str, act: Callable[[Investigator, Alert], Alert]
) -> None:
    alert = stored(desk)
    change, held = amendment(alert), desk.store.load("key")
    changed = act(desk.ana, alert)
    assert changed.status == status
    assert not desk.save(change)
    assert desk.ana.read(alert.alert_id) == changed
    assert desk.store.load("key") == held
    assert desk.save(amendment(changed))


def test_who_read_it_before_it_was_amended_closes_nothing(desk: Desk) -> None:
    alert = stored(desk)
    closing = replace(alert, status=CLOSED, version=2)
    assert desk.save(amendment(alert))
    with pytest.raises(StateConflictError):
        desk.ana.commit([desk.ana.alerts.replacing(closing, 1)])
    with pytest.raises(Refusal):
        desk.ana.close(alert)
    assert desk.ana.read(alert.alert_id).status == OPEN


def test_what_is_closed_just_before_it_is_amended_is_open_again(desk: Desk) -> None:
    alert = desk.raised()
    desk.meanwhile(lambda: desk.ana.close(alert))
    (after,) = desk.detect(LATE).amended
    assert after == desk.ana.read(alert.alert_id)
    assert (after.status, after.evidence, after.version) == (OPEN, EARLIER, 3)
    assert (after.notes[0].by, after.notes[0].text) == (ANA, CLOSING)


def test_what_is_amended_just_before_it_is_closed_stays_open(desk: Desk) -> None:
    """The closing has read the alert, and comes to write it when it is another."""
    alert = desk.raised()
    writing = desk.ana.alerts.replacing(replace(alert, status=CLOSED, disposition="false", version=2), 1)
    desk.detect(LATE)
    with pytest.raises(StateConflictError):
        desk.ana.commit([writing])
    assert (desk.ana.read(alert.alert_id).status, desk.ana.read(alert.alert_id).evidence) == (OPEN, EARLIER)


def test_what_is_fed_again_opens_nothing_that_was_closed_again(desk: Desk) -> None:
    desk.ana.close(desk.raised())
    (again,) = desk.detect(LATE).amended
    closed = desk.ana.close(again)
    for headers in (LATE, ON_TIME, HEADERS):
        assert desk.detect(headers).amended == []
    assert desk.ana.read(closed.alert_id) == closed


class TestOnDynamoDB:
    """What only the table can show."""

    def test_an_amendment_keeps_what_later_versions_add_and_leaves_no_judgement(
        self, dynamodb: "DynamoDBClient"
    ) -> None:
        desk = on(dynamodb)
        closed = desk.ana.close(stored(desk))
        dynamodb.put_item(TableName="alerts", Item={**alert_item.to_item(closed), "graded": {"S": "x"}})
        assert desk.save(amendment(closed))
        found = dynamodb.get_item(TableName="alerts", Key={"alert_id": {"S": closed.alert_id}})["Item"]
        assert (found["graded"], found["state"], found["version"]) == ({"S": "x"}, {"S": OPEN}, {"N": "3"})
        assert not {"disposition", "owner"} & found.keys()

    @pytest.mark.parametrize("turn", range(6))
    def test_at_the_very_moment_nothing_is_closed_over_evidence_that_nobody_saw(
        self, dynamodb: "DynamoDBClient", turn: int
    ) -> None:
        desk = on(dynamodb)
        alert, barrier = desk.raised(), Barrier(2)

        def close() -> Alert | None:
            barrier.wait()
            try:
                return desk.ana.close(alert)
            except (Refusal, StateConflictError):
                return None

        def amend() -> Detection:
            barrier.wait()
            return desk.detect(LATE)

        with ThreadPoolExecutor(2) as threads:
            closing, amending = threads.submit(close), threads.submit(amend)
            closed, (after,) = closing.result(), amending.result().amended
        assert after == desk.ana.read(alert.alert_id)
        assert (after.status, after.evidence) == (OPEN, EARLIER), turn
        assert after.version == (2 if closed is None else 3)
        assert [note.by for note in after.notes] == ([] if closed is None else [ANA, "system:fraud"])
