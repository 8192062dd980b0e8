"""The running stack, callers at addresses of their own, and logins by role."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import httpx2
import pytest

from infra.local.launch import running_stack
from infra.local.progress import Progress
from infra.local.stack_file import Stack
from tests.e2e.guessing import Guessed, guess_twice
from tests.e2e.investigators import Investigators

# The first call of a function loads it.
TIMEOUT_SECONDS = 30
ADDRESS = "192.0.2.10"

# What these leave in the log would be read again by each test after them that reads all of it. The last but one waits
# for what began before all tests; then all of it is verified.
LAST = (
    "test_rules_in_force",
    "test_offline_sync",
    "test_secrets",
    "test_many_writers",
    "test_decisions",
    "test_whole_log",
)

ClientFrom = Callable[[str], httpx2.Client]
Login = Callable[..., httpx2.Client]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that fill the log and those that wait come last, and at the end what verifies all of it."""
    last = {name: place for place, name in enumerate(LAST, 1)}
    items.sort(key=lambda item: last.get(item.path.stem, 0))


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """What `.local/stack.json` says: the stack that runs already, or one that lives as long as the tests."""
    with running_stack(Progress()) as running:
        yield running


@pytest.fixture(scope="session")
def client_from(stack: Stack) -> Iterator[ClientFrom]:
    """A client of the API that calls from an address: the local gateway believes the first X-Forwarded-For."""
    with ExitStack() as opened:

        def client(address: str) -> httpx2.Client:
            return opened.enter_context(
                httpx2.Client(
                    base_url=stack["api"],
                    headers={"X-Forwarded-For": address},
                    timeout=TIMEOUT_SECONDS,
                    trust_env=False,
                )
            )

        yield client


@pytest.fixture(scope="session")
def login(stack: Stack, client_from: ClientFrom) -> Login:
    """`login("AUDITOR")`: a client with a fresh session of that role's first demo person, or of `username`."""

    def log_in(role: str, *, username: str | None = None, address: str = ADDRESS) -> httpx2.Client:
        person = next(
            user
            for user in stack["users"]
            if user["role"] == role and (username is None or user["username"] == username)
        )
        client = client_from(address)
        answer = client.post(
            "/v1/auth/login", json={"username": person["username"], "pin": person["pin"]}
        ).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client

    return log_in


@pytest.fixture(scope="session", autouse=True)
def guessing(request: pytest.FixtureRequest) -> Iterator[Future[Guessed] | None]:
    """Guesses beside the first tests, if any test asks for them: what becomes of them is decided minutes later."""
    if not any("guessed" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield None
        return
    login: Login = request.getfixturevalue("login")
    client_from: ClientFrom = request.getfixturevalue("client_from")
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(guess_twice, login("ADMIN"), client_from("192.0.2.72"), client_from("192.0.2.73"))


@pytest.fixture(scope="session")
def guessed(guessing: Future[Guessed]) -> Guessed:
    return guessing.result()


@pytest.fixture
def who(stack: Stack, login: Login) -> Investigators:
    return Investigators(stack, login("ADMIN"), login("AUDITOR"))
