"""Lambda's event source mapping: shards, batches, at-least-once, retries from the start, bisection, exhaustion."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.streams.filters import matches

Record = Mapping[str, Any]
Handler = Callable[[Sequence[Record]], None]


@dataclass
class EventSourceMapping:
    """Delivers records to a handler. Order holds within a shard only; shards take turns at random.

    `repeat` is the chance that a delivered batch is delivered again, as happens when an answer is lost.
    """

    handler: Handler
    pattern: Mapping[str, Any] = field(default_factory=dict)
    shards: int = 4
    batch_size: int = 10
    attempts: int = 3
    repeat: float = 0.2
    seed: int = 1
    exhausted: list[Record] = field(default_factory=list)

    def deliver(self, records: Sequence[Record]) -> None:
        """All of the records; those that no attempt got through end in `exhausted`."""
        chance = random.Random(self.seed)
        waiting = self._sharded(records)
        while any(waiting):
            shard = chance.choice([one for one in waiting if one])
            cut = chance.randint(1, self.batch_size)
            batch = [record for record in shard[:cut] if matches(self.pattern, record)]
            del shard[:cut]
            for _ in range(2 if chance.random() < self.repeat else 1):
                self._attempt(batch)

    def _sharded(self, records: Sequence[Record]) -> list[list[Record]]:
        shards: list[list[Record]] = [[] for _ in range(self.shards)]
        for record in records:
            key = record["dynamodb"]["Keys"]["id"]["S"]
            shards[int(key[-4:], 16) % self.shards].append(record)
        return shards

    def _attempt(self, batch: list[Record]) -> None:
        """Retry a failed batch; then halve it, down to the one record that fails by itself."""
        if not batch:
            return None
        for _ in range(self.attempts):
            try:
                return self.handler(batch)
            except Exception:  # noqa: BLE001, S112 - as Lambda does: any error fails the batch, and it is tried again
                continue
        if len(batch) == 1:
            self.exhausted += batch
            return None
        middle = len(batch) // 2
        self._attempt(batch[:middle])
        self._attempt(batch[middle:])
        return None
