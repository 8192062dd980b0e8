"""A console with three sealed events and one that is not sealed yet."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from tests.fakes.drafts import agent_created
from tests.unit.query.console import Console


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def events(console: Console) -> list[ReceiptedEvent]:
    made = console.record(*(agent_created(number) for number in range(4)))
    console.seal(made[:3])
    return made


@pytest.fixture
def client(console: Console) -> Iterator[TestClient]:
    with TestClient(console.app, follow_redirects=False) as client:
        yield client
