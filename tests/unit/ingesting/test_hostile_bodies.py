"""JSON that our parser reads and the log cannot hold: the item is refused, its neighbours are recorded."""

import json

import pytest

from tests.unit.ingesting.worlds import World, item, told

GOOD = json.dumps(item(1))


def with_after(after: str) -> str:
    return GOOD[:-1] + f', "id": "01a1ee56-6e00-7099-a522-0000000000aa", "after": {after}}}'


@pytest.mark.parametrize(
    "hostile",
    [
        with_after('{"a": NaN}'),
        with_after('{"a": [1e400]}'),
        with_after('{"a": 1' + "0" * 400 + "}"),
        with_after('{"\\ud800": 1}'),
        with_after('{"a": ' + "[" * 400 + "]" * 400 + "}"),
        with_after('{"a": "' + "x" * 20_000 + '"}'),
        with_after('{"pin": 1, "pin": 2}'),
        GOOD[:-1] + ', "\\ud800": 1}',
        GOOD[:-1] + ', "action": "UPDATE_AGENT\\u0000"}',
        GOOD[:-1] + ', "action": "\\ud800"}',
        GOOD[:-1] + ', "sequence": ' + "9" * 400 + "}",
        GOOD[:-1] + ', "id": "\\ud800"}',
        GOOD[:-1] + ', "actor": {"type": "AGENT", "id": "a", "name": "\\ud800"}}',
        "[" * 400 + "]" * 400,
        "NaN",
        '"' + "x" * 1_000_000 + '"',
    ],
)
def test_it_refuses_itself_alone(hostile: str) -> None:
    world = World()
    with world.client() as client:
        headers = {"X-Api-Key": world.key, "Content-Type": "application/json"}
        answer = client.post("/v1/audit/events", content=f'{{"events": [{hostile}, {GOOD}]}}', headers=headers)
    assert told(answer) == [(422, "INVALID_ITEM"), (201, None)]
    assert len(world.headers) == 1
    assert world.batches[0]["ranges"] == [[1, 1]]


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"events":' * 5_000, '{"events": [' + "[" * 50_000 + "]" * 50_000 + "]}"]
)
def test_what_is_too_deep_to_read_is_no_batch(body: str) -> None:
    world = World()
    with world.client() as client:
        headers = {"X-Api-Key": world.key, "Content-Type": "application/json"}
        assert client.post("/v1/audit/events", content=body, headers=headers).status_code == 422
    assert world.headers == []
