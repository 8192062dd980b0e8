"""One world for all tests of the API, put back to what it was before each of them."""

from collections.abc import Iterator

import pytest

from tests.api.cloud import cloud_with
from tests.api.issuer import issuing
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
