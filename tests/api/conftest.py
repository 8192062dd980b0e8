"""One world for all tests of the API, put back to what it was before each of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.api.cloud import cloud_with
from tests.api.issuer import issuing
from tests.api.meeting import Meeting
from tests.api.settling import Settling
from tests.api.world import World


@pytest.fixture(scope="package")
def settled() -> Iterator[World]:
    with issuing() as jwks_url, cloud_with(jwks_url) as cloud:
        world = World(cloud)
        Settling(world)()
        cloud.keep()
        yield world


@pytest.fixture
def world(settled: World) -> World:
    settled.restore()
    return settled


@pytest.fixture
def meeting(world: World, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    made, call = Meeting(), BaseClient._make_api_call  # type: ignore[attr-defined]  # botocore's seam

    def meeting_first(client: Any, name: str, *arguments: Any) -> Any:
        if name == "TransactWriteItems":
            made.before_writing()
        return call(client, name, *arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", meeting_first)
    return made


@pytest.fixture
def two() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads
