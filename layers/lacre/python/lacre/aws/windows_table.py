"""Windows in DynamoDB: one packed item a group, replaced by its version; a firing is one transaction over three tables.

An item has `pk`, `version`, `watermark`, `closed`, `closed_until`, `arrivals` (bytes, `lacre.detection.packing`) and,
for a group without an episode, `expires_at` (seconds, the table's TTL).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lacre.aws.alert_item import amended_alert, new_alert
from lacre.aws.event_item import event_put
from lacre.aws.failures import code_of, store_failures
from lacre.aws.transaction import TableWrite, put_new, put_over
from lacre.detection.packing import pack, unpack
from lacre.ports.detection import Finding, UnplacedFindingError, WindowState
from lacre.ports.errors import StoreUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_FIGURES = ("version", "watermark", "closed", "closed_until")
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

    def save(
        self, old: WindowState, new: WindowState, expires_at: int | None, findings: Sequence[Finding] = ()
    ) -> bool:
        item = _item(new, old.version + 1, expires_at)
        state = put_over(self._windows, item, old.version) if old.version else put_new(self._windows, item, "pk")
        with store_failures("windows table"):
            return self._transact(state, self._placed(findings)) if findings else self._put(state)

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
            alert = self._alert(finding)
            if alert is None:
                missing.add(finding.alert.alert_id)
            else:
                events = [event_put(self._events, event) for event in finding.events]
                placed.append(_Placed(finding, [alert.item, *events]))
        if missing:
            raise UnplacedFindingError(frozenset(missing))
        return placed

    def _alert(self, finding: Finding) -> TableWrite | None:
        if finding.amends:
            return amended_alert(self._client, self._alerts, finding.alert)
        return new_alert(self._alerts, finding.alert)

    def _transact(self, state: TableWrite, placed: Sequence[_Placed]) -> bool:
        items = [state.item, *(item for one in placed for item in one.items)]
        try:
            self._client.transact_write_items(TransactItems=items)
        except self._client.exceptions.TransactionCanceledException as cancelled:
            _tell_why(_reasons(cancelled), placed)
            return False
        except ClientError as error:
            if code_of(error) != "TransactionInProgressException":
                raise
            return False
        return True


def _reasons(cancelled: ClientError) -> list[str]:
    reasons = cancelled.response.get("CancellationReasons", [])
    return [reason.get("Code", "None") for reason in reasons] or ["Unknown"]


def _tell_why(reasons: Sequence[str], placed: Sequence[_Placed]) -> None:
    """Returns for a lost race; raises for anything else."""
    if set(reasons) - _RACES:
        raise StoreUnavailableError(f"windows table: {', '.join(sorted(set(reasons) - _RACES))}")
    if reasons[0] == _REFUSED:
        # Whoever changed the state first has placed these findings; they are for the next attempt to judge.
        return
    unplaced, position = set(), 1
    for one in placed:
        if one.is_unplaced(reasons[position : position + len(one.items)]):
            unplaced.add(one.finding.alert.alert_id)
        position += len(one.items)
    if unplaced:
        raise UnplacedFindingError(frozenset(unplaced))


def _item(state: WindowState, version: int, expires_at: int | None) -> dict[str, Any]:
    figures = {name: {"N": str(getattr(state, name))} for name in _FIGURES}
    expiry = {} if expires_at is None else {"expires_at": {"N": str(expires_at)}}
    return {
        "pk": {"S": state.key},
        "arrivals": {"B": pack(state.arrivals)},
        **figures,
        "version": {"N": str(version)},
        **expiry,
    }


def _state(key: str, item: Mapping[str, Any]) -> WindowState:
    figures = {name: int(item[name]["N"]) for name in _FIGURES}
    return WindowState(key, **figures, arrivals=unpack(bytes(item["arrivals"]["B"])))
