"""No test reaches AWS: the credentials are none, and the region is fixed."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event
from lacre.model.vocabulary import EventSource
from lacre.recording import recorder
from tests import emitted
from tests.remembered_routes import remember_routes
from tests.scheduling import by_world

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    # moto's streams answer only at the address without an account id.
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
}
os.environ.update(ENVIRONMENT)
# The machines are shared: how long an example takes says nothing of the product.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
    os.environ.pop(name, None)


# What is imported and collected stays to the end: looking through half a million objects again and again finds nothing.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return by_world(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", choices=("moto", "dynamodb-local"), default="moto", help="what the contract tests of tables run on"
    )
    parser.addoption("--note-emitted", action="store_true", help="note the actions that are recorded: tests.emitted")


@pytest.fixture(scope="session", autouse=True)
def keep_what_routes_take() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_routes(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def note_emitted_actions(pytestconfig: pytest.Config) -> Iterator[None]:
    """Note which codes the product's own recorder composes, for tests.emitted; nothing of it changes."""
    if not pytestconfig.getoption("note_emitted"):
        yield
        return
    codes: set[str] = set()

    def noting(draft: Draft, stamp: Stamp) -> Event:
        event = compose(draft, stamp)
        # What a producer claims is no part of the product that records it.
        if draft.source is not EventSource.PRODUCER:
            codes.add(draft.action)
        return event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorder, "compose", noting)
        yield
    emitted.note(f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-{os.getpid()}", codes)
