"""What is remembered of uploads, in the network table: `UPLOAD#<pos>#<item>`, and `UPLOADS#<pos>` for the numbers."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from lacre.aws.batch_get import batch_get
from lacre.aws.domain_rows import DomainRows
from lacre.model.refusal import Fault
from lacre.ports.events import StateWrite
from network.model.numbers import Numbers
from network.model.offline_item import Fate, Memory, Result

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class MemoryRow(Model):
    """`fate` is JSON."""

    pk = UnicodeAttribute(hash_key=True)
    digest = UnicodeAttribute()
    fate = UnicodeAttribute()


class NumbersRow(Model):
    """`ranges` is JSON: 500 gaps of numbers below 2^53 have less than 20 KB."""

    pk = UnicodeAttribute(hash_key=True)
    ranges = UnicodeAttribute()
    given_up = NumberAttribute()
    version = NumberAttribute()


class UploadsTable:
    """`network.ports.uploads.Uploads` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._memories = DomainRows(client, table, MemoryRow)
        self._numbers = DomainRows(client, table, NumbersRow)

    def memories(self, pos_id: str, names: Sequence[str]) -> Mapping[str, Memory]:
        keys = {_memory_key(pos_id, name): name for name in names}
        found = batch_get(self._client, self._table, "pk", list(keys))
        return {keys[item["pk"]["S"]]: Memory(item["digest"]["S"], _fate_in(item["fate"]["S"])) for item in found}

    def remembering(self, pos_id: str, name: str, memory: Memory) -> StateWrite:
        fields = {"pk": _memory_key(pos_id, name), "digest": memory.digest, "fate": _fate_text(memory.fate)}
        return self._memories.putting_new(fields)

    def numbers(self, pos_id: str) -> Numbers:
        row = self._numbers.find(_numbers_key(pos_id))
        if row is None:
            return Numbers()
        ranges = tuple((first, last) for first, last in json.loads(row.ranges))
        return Numbers(ranges, int(row.given_up), int(row.version))

    def noting(self, pos_id: str, numbers: Numbers) -> StateWrite:
        fields: dict[str, Any] = {
            "pk": _numbers_key(pos_id),
            "ranges": json.dumps(numbers.ranges, separators=(",", ":")),
            "given_up": numbers.given_up,
            "version": numbers.version,
        }
        if numbers.version == 1:
            return self._numbers.putting_new(fields)
        return self._numbers.putting_over(fields, numbers.version - 1)


def _memory_key(pos_id: str, name: str) -> str:
    return f"UPLOAD#{pos_id}#{name}"


def _numbers_key(pos_id: str) -> str:
    return f"UPLOADS#{pos_id}"


def _fate_text(fate: Fate) -> str:
    faults = [[fault.at, fault.what] for fault in fate.faults]
    return json.dumps([fate.result.value, fate.transaction_id, fate.code, faults, list(fate.flags)])


def _fate_in(text: str) -> Fate:
    result, transaction_id, code, faults, flags = json.loads(text)
    return Fate(Result(result), transaction_id, code, tuple(Fault(*one) for one in faults), tuple(flags))
