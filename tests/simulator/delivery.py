"""What a stream does to events: four shards that run apart, batches of any size, some twice and some cut anew."""

import random
import zlib
from collections.abc import Iterator, Sequence

from tests.simulator.fact import MINUTE, Fact

SHARDS = 4
LAG = 4 * MINUTE


def batches(facts: Sequence[Fact], chance: random.Random) -> Iterator[list[Fact]]:
    """Each fact at least once; a shard lags behind the others by less than the lateness of the rules."""
    lags = [chance.randrange(LAG) for _ in range(SHARDS)]
    arriving = sorted(facts, key=lambda fact: fact.at + lags[_shard(fact)])
    position = 0
    while position < len(arriving):
        size = chance.randint(1, 100)
        batch = arriving[position : position + size]
        yield batch
        if chance.random() < 0.1:
            # The failed batch comes again from its lowest failed record, and is cut otherwise.
            yield batch[chance.randrange(len(batch)) :]
        position += size


def _shard(fact: Fact) -> int:
    return zlib.crc32(fact.id.encode()) % SHARDS
