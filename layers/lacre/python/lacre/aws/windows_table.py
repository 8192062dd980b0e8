"""Windows in DynamoDB: one packed item a group, replaced by its version; a firing is one transaction over all tables.

An item has `pk`, `version`, `watermark`, `closed`, `closed_until`, `decided_until`, `arrivals` (bytes,
`lacre.detection.packing`) and, for a group without an episode, `expires_at` (seconds, the table's TTL). What is due has
`rule` and `group` too, and is in the index `by_due` (PK `due`, one of four by the hash of `pk`, SK `due_at` in ms).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lacre.aws.alert_item import amended_alert, from_item, new_alert
from lacre.aws.event_item import event_put
from lacre.aws.failures import code_of, store_failures
from lacre.aws.transaction import TableWrite, put_new, put_over, table_write
from lacre.detection.packing import pack, unpack
from lacre.ports.detection import Alert, DueWindow, Finding, UnplacedFindingError, WindowState
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_FIGURES = ("version", "watermark", "closed", "closed_until", "decided_until")
_TEXTS = ("rule", "group")
_BY_DUE, _SHARES = "by_due", 4
_REFUSED = "ConditionalCheckFailed"
_RACES = {"None", _REFUSED, "TransactionConflict"}


@dataclass(frozen=True)
class _Placed:
    """A finding as parts of the transaction, its alert first."""

    finding: Finding
    items: "Sequence[TransactWriteItemTypeDef]"

    def is_unplaced(self, reasons: Sequence[str]) -> bool:
        # An amended alert that is refused was changed by somebody meanwhile: a race, and not a contradiction.
        own = reasons[1:] if self.finding.amends else reasons
        return _REFUSED in own


class WindowsTable:
    """`WindowStore` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", windows: str, alerts: str, events: str) -> None:
        self._client = client
        self._windows = windows
        self._alerts = alerts
        self._events = events

    def load(self, key: str) -> WindowState:
        with store_failures("windows table"):
            answer = self._client.get_item(TableName=self._windows, Key={"pk": {"S": key}}, ConsistentRead=True)
        item = answer.get("Item")
        return _state(key, item) if item else WindowState(key)

    def alert(self, alert_id: str) -> Alert | None:
        with store_failures("alerts table"):
            answer = self._client.get_item(
                TableName=self._alerts, Key={"alert_id": {"S": alert_id}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return from_item(item) if item else None

    def save(
        self,
        old: WindowState,
        new: WindowState,
        expires_at: int | None,
        findings: Sequence[Finding] = (),
        writes: Sequence[StateWrite] = (),
    ) -> bool:
        item = state_item(new, old.version + 1, expires_at)
        state = put_over(self._windows, item, old.version) if old.version else put_new(self._windows, item, "pk")
        with store_failures("windows table"):
            if not findings and not writes:
                return self._put(state)
            return self._transact([state, *map(table_write, writes)], self._placed(findings))

    def due(self, until_ms: int, limit: int) -> Sequence[DueWindow]:
        with store_failures("windows table"):
            found = [one for share in range(_SHARES) for one in self._due(share, until_ms, limit)]
        return sorted(found, key=lambda due: (due.due_at, due.key))[:limit]

    def _due(self, share: int, until_ms: int, limit: int) -> "list[DueWindow]":
        pages = self._client.get_paginator("query").paginate(
            TableName=self._windows,
            IndexName=_BY_DUE,
            KeyConditionExpression="due = :due AND due_at <= :until",
            ExpressionAttributeValues={":due": {"S": f"DUE#{share}"}, ":until": {"N": str(until_ms)}},
            PaginationConfig={"MaxItems": limit},
        )
        return [_due_window(item) for page in pages for item in page["Items"]]

    def _put(self, state: TableWrite) -> bool:
        try:
            self._client.put_item(**state.item["Put"])
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _placed(self, findings: Sequence[Finding]) -> list[_Placed]:
        placed: list[_Placed] = []
        missing: set[str] = set()
        for finding in findings:
            alert = self._written(finding)
            if alert is None:
                missing.add(finding.alert.alert_id)
            else:
                events = [event_put(self._events, event) for event in finding.events]
                placed.append(_Placed(finding, [alert.item, *events]))
        if missing:
            raise UnplacedFindingError(frozenset(missing))
        return placed

    def _written(self, finding: Finding) -> TableWrite | None:
        if finding.amends:
            return amended_alert(self._client, self._alerts, finding.alert)
        return new_alert(self._alerts, finding.alert)

    def _transact(self, writes: Sequence[TableWrite], placed: Sequence[_Placed]) -> bool:
        items = [*(write.item for write in writes), *(item for one in placed for item in one.items)]
        try:
            self._client.transact_write_items(TransactItems=items)
        except self._client.exceptions.TransactionCanceledException as cancelled:
            _tell_why(_reasons(cancelled), len(writes), placed)
            return False
        except ClientError as error:
            if code_of(error) != "TransactionInProgressException":
                raise
            return False
        return True


def _reasons(cancelled: ClientError) -> list[str]:
    reasons = cancelled.response.get("CancellationReasons", [])
    return [reason.get("Code", "None") for reason in reasons] or ["Unknown"]


def _tell_why(reasons: Sequence[str], writes: int, placed: Sequence[_Placed]) -> None:
    """Returns for a lost race; raises for anything else. `writes` come before what is placed."""
    if set(reasons) - _RACES:
        raise StoreUnavailableError(f"windows table: {', '.join(sorted(set(reasons) - _RACES))}")
    if _REFUSED in reasons[:writes] or "TransactionConflict" in reasons:
        # Whoever changed the state first has placed these findings; they are for the next attempt to judge.
        return
    unplaced, position = set(), writes
    for one in placed:
        if one.is_unplaced(reasons[position : position + len(one.items)]):
            unplaced.add(one.finding.alert.alert_id)
        position += len(one.items)
    if unplaced:
        raise UnplacedFindingError(frozenset(unplaced))


def state_item(state: WindowState, version: int, expires_at: int | None) -> dict[str, Any]:
    """The item of a state under this version."""
    figures = {name: {"N": str(getattr(state, name))} for name in _FIGURES}
    expiry = {} if expires_at is None else {"expires_at": {"N": str(expires_at)}}
    return {
        "pk": {"S": state.key},
        "arrivals": {"B": pack(state.arrivals)},
        **figures,
        "version": {"N": str(version)},
        **_due_at(state),
        **expiry,
    }


def _due_at(state: WindowState) -> dict[str, Any]:
    """Nothing for a state with nothing to decide, which is therefore not in the index."""
    if state.due_at is None:
        return {}
    share = hashlib.sha256(state.key.encode()).digest()[0] % _SHARES
    texts = {name: {"S": getattr(state, name)} for name in _TEXTS}
    return {"due": {"S": f"DUE#{share}"}, "due_at": {"N": str(state.due_at)}, **texts}


def _state(key: str, item: Mapping[str, Any]) -> WindowState:
    figures: dict[str, Any] = {name: int(item[name]["N"]) for name in _FIGURES}
    arrivals = unpack(bytes(item["arrivals"]["B"]))
    if "due_at" not in item:
        return WindowState(key, **figures, arrivals=arrivals)
    texts = {name: item[name]["S"] for name in _TEXTS}
    return WindowState(key, **figures, **texts, due_at=int(item["due_at"]["N"]), arrivals=arrivals)


def _due_window(item: Mapping[str, Any]) -> DueWindow:
    return DueWindow(item["pk"]["S"], item["rule"]["S"], item["group"]["S"], int(item["due_at"]["N"]))
