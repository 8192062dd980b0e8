"""One promise, two keepers: the fakes in memory and DynamoDB keep alerts that people work on, and snoozes, alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws import alert_item, state_index
from lacre.aws.alerts_table import AlertsTable, SnoozesTable
from lacre.aws.cursor import to_cursor
from lacre.aws.events_table import EventsTable
from lacre.ports.alerts import Alerts, Snooze, Snoozes, Sought
from lacre.ports.detection import ACKNOWLEDGED, CLOSED, OPEN, Alert
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.notes import Note
from lacre.ports.paging import BadPositionError
from tests.fakes.alerts import MemoryAlerts, MemorySnoozes
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.found import alert, uuid
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SNOOZE = Snooze(uuid(70), "rule#group", "2026-11-22T09:30:00.000Z", "u-1", "a known fault", uuid(1))


@dataclass(frozen=True)
class Keeper:
    """`raise_` puts an alert as the detector does."""

    alerts: Alerts
    snoozes: Snoozes
    commit: Commit
    raise_: Callable[[Alert], object]

    def listed(self, sought: Sought, limit: int) -> list[Alert]:
        found: list[Alert] = []
        after: str | None = None
        while True:
            page = self.alerts.sought(sought, after, limit)
            assert len(page.items) <= limit
            found += page.items
            if page.next is None:
                return found
            after = page.next


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        kept = MemoryAlerts()
        raise_ = lambda one: kept.rows.update({one.alert_id: one})  # noqa: E731 - one line either way
        return Keeper(kept, MemorySnoozes(), committing(MemoryEvents()), raise_)
    alerts, windows, events = (create(dynamodb, name) for name in ("alerts", "windows", "events"))
    return Keeper(
        AlertsTable(dynamodb, alerts),
        SnoozesTable(dynamodb, windows),
        committing(EventsTable(dynamodb, events)),
        lambda one: dynamodb.put_item(TableName=alerts, Item=alert_item.to_item(one)),
    )


@pytest.mark.parametrize(
    "kept",
    [
        alert(),
        alert(status=CLOSED, disposition="benign", owner="u-1", muted="budget", block_id=uuid(8), case_id=uuid(9)),
        alert(notes=(Note("2026-11-22T09:30:00.000Z", "u-1", "seen"), Note("2026-11-22T09:30:00.001Z", "u-2", "é"))),
        alert(evidence=tuple(uuid(number) for number in range(100)), evidence_count=4000),
    ],
    ids=["new", "handled", "noted", "capped"],
)
def test_an_alert_is_found_as_it_was_raised(keeper: Keeper, kept: Alert) -> None:
    assert keeper.alerts.find(kept.alert_id) is None
    keeper.raise_(kept)
    assert keeper.alerts.find(kept.alert_id) == kept


def test_of_two_changes_of_one_version_one_is_made(keeper: Keeper) -> None:
    keeper.raise_(alert())
    first = alert(status=ACKNOWLEDGED, owner="u-1", version=2)
    keeper.commit([keeper.alerts.replacing(first, 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.alerts.replacing(replace(first, owner="u-2"), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.alerts.replacing(alert(2, version=2), 1)])
    assert keeper.alerts.find(first.alert_id) == first
    assert keeper.alerts.find(uuid(2)) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_each_status_is_listed_by_itself_complete_and_the_newest_first(keeper: Keeper, limit: int) -> None:
    made = [alert(number, status=(OPEN, CLOSED, OPEN)[number % 3]) for number in range(1, 12)]
    for one in made:
        keeper.raise_(one)
    for status in (OPEN, CLOSED, ACKNOWLEDGED):
        expected = [one for one in reversed(made) if one.status == status]
        assert keeper.listed(Sought(status), limit) == expected


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize(
    "sought",
    [
        Sought(OPEN, severity="CRITICAL"),
        Sought(OPEN, rule="silent_pos"),
        Sought(OPEN, severity="HIGH", rule="silent_pos"),
        Sought(OPEN, rule="no_such_rule"),
    ],
)
def test_of_one_severity_and_one_rule_none_is_missed(
    keeper: Keeper, sought: Sought, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_index, "AT_ONCE", 2)
    monkeypatch.setattr(state_index, "ROUNDS", 2)
    rules, severities = ("many_failed_logins", "silent_pos"), ("CRITICAL", "HIGH", "CRITICAL")
    made = [alert(number, rule=rules[number % 2], severity=severities[number % 3]) for number in range(1, 14)]
    for one in made:
        keeper.raise_(one)
    wanted = [one for one in reversed(made) if sought.severity in (None, one.severity)]
    assert keeper.listed(sought, limit) == [one for one in wanted if sought.rule in (None, one.rule)]


def test_alerts_of_one_moment_are_all_listed(keeper: Keeper) -> None:
    made = [alert(number, raised_at="2026-11-22T09:30:00.000Z") for number in range(1, 6)]
    for one in made:
        keeper.raise_(one)
    assert sorted(one.alert_id for one in keeper.listed(Sought(OPEN), 1)) == [one.alert_id for one in made]


@pytest.mark.parametrize("position", ["", "x", "open", "b3Blbg", to_cursor("open\x1fx\x1fy")])
def test_a_position_that_is_none_is_refused(keeper: Keeper, position: str) -> None:
    with pytest.raises(BadPositionError):
        keeper.alerts.sought(Sought(OPEN), position, 1)


def test_a_position_of_another_status_is_refused(keeper: Keeper) -> None:
    for number in (1, 2, 3):
        keeper.raise_(alert(number))
    page = keeper.alerts.sought(Sought(OPEN), None, 1)
    with pytest.raises(BadPositionError):
        keeper.alerts.sought(Sought(CLOSED), page.next, 1)


def test_a_groups_alerts_are_those_of_its_latest_windows(keeper: Keeper) -> None:
    made = [alert(number, group_key=("a", "b")[number % 2]) for number in range(1, 8)]
    for one in made:
        keeper.raise_(one)
    assert [one.alert_id for one in keeper.alerts.of_group("b", 3)] == [uuid(7), uuid(5), uuid(3)]
    assert list(keeper.alerts.of_group("c", 3)) == []
    ends = [one.window_end for one in made]
    assert ends == sorted(set(ends))
    for at, found in ((ends[4], [5, 7]), (ends[0], [1, 3]), ("1", [1, 3]), ("3", [])):
        assert [one.alert_id for one in keeper.alerts.ending_from("b", at, 2)] == [uuid(number) for number in found]


def test_alerts_that_are_named_come_in_the_order_of_their_names(keeper: Keeper) -> None:
    made = [alert(number) for number in range(1, 121)]
    for one in made:
        keeper.raise_(one)
    names = [one.alert_id for one in reversed(made)]
    names.insert(50, uuid(999))
    assert [one.alert_id for one in keeper.alerts.named(names)] == [one.alert_id for one in reversed(made)]
    assert list(keeper.alerts.named([])) == []


LONGER = replace(SNOOZE, snooze_id=uuid(71), until="2026-11-23T09:30:00.000Z", by="u-2")


def test_a_snooze_takes_the_place_of_the_last(keeper: Keeper) -> None:
    assert keeper.snoozes.of_group("rule#group") is None
    last: Snooze | None = None
    for one in (SNOOZE, LONGER, replace(SNOOZE, snooze_id=uuid(72))):
        keeper.commit([keeper.snoozes.placing(one, last)])
        assert keeper.snoozes.of_group("rule#group") == one
        last = one
    assert keeper.snoozes.of_group("rule#another") is None


@pytest.mark.parametrize("before", [None, replace(SNOOZE, snooze_id=uuid(79)), LONGER])
def test_a_snooze_takes_the_place_of_no_other_than_the_last(keeper: Keeper, before: Snooze | None) -> None:
    keeper.commit([keeper.snoozes.placing(SNOOZE, None)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.snoozes.placing(LONGER, before)])
    assert keeper.snoozes.of_group("rule#group") == SNOOZE


def test_a_snooze_takes_the_place_of_none_that_is_gone(keeper: Keeper) -> None:
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.snoozes.placing(LONGER, SNOOZE)])
    assert keeper.snoozes.of_group("rule#group") is None


def test_a_snooze_is_not_cleared_away_before_it_is_over(dynamodb: "DynamoDBClient") -> None:
    windows, events = create(dynamodb, "windows"), create(dynamodb, "events")
    committing(EventsTable(dynamodb, events))([SnoozesTable(dynamodb, windows).placing(SNOOZE, None)])
    (row,) = dynamodb.scan(TableName=windows)["Items"]
    assert (row["pk"], row["expires_at"]) == ({"S": "SNOOZE#rule#group"}, {"N": "1795339801"})


def test_without_the_tables_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    alerts = AlertsTable(dynamodb, "absent")
    for ask in (
        lambda: alerts.find(uuid(1)),
        lambda: alerts.sought(Sought(OPEN), None, 1),
        lambda: alerts.of_group("a", 1),
        lambda: alerts.ending_from("a", "1", 1),
        lambda: alerts.named([uuid(1)]),
        lambda: SnoozesTable(dynamodb, "absent").of_group("a"),
    ):
        with pytest.raises(StoreUnavailableError):
            ask()
