"""What an operator asks of the running sealer: to seal what the stream did not bring, and to change the log's keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from infra.local.stack_file import Stack
from tests.e2e.conftest import Login
from tests.e2e.lacre_command import copied, lacre
from tests.e2e.patience import eventually
from tests.e2e.thieves import Credentials

LOG = "/v1/audit/log"


@pytest.fixture
def functions(stack: Stack) -> Any:
    credentials = Credentials(stack)
    return credentials.client(credentials.root, "lambda")


def ask(functions: Any, function: str, payload: dict[str, Any]) -> Any:
    answer = functions.invoke(FunctionName=function, Payload=json.dumps(payload).encode())
    content = answer["Payload"].read()
    assert "FunctionError" not in answer, content
    return json.loads(content)


@pytest.fixture
def deaf_sealer(stack: Stack, functions: Any) -> Iterator[None]:
    """The sealer without its stream, for as long as the test."""
    name = stack["functions"]["archive"]
    [mapping] = functions.list_event_source_mappings(FunctionName=f"{name}:live")["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    yield
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def is_sealed(auditor: httpx2.Client, event_id: str) -> bool:
    leaf = auditor.get(f"/v1/audit/events/{event_id}").raise_for_status().json()["leaf"]
    return leaf is not None


@pytest.mark.usefixtures("deaf_sealer")
def test_what_the_stream_does_not_bring_is_sealed_by_its_id_and_once(
    stack: Stack, functions: Any, login: Login
) -> None:
    clerk, archive = login("FUNCIONARIO"), stack["functions"]["archive"]
    ids = [clerk.get("/v1/agents").raise_for_status().headers["X-Correlation-Id"] for _ in range(3)]
    absent = "01900000-0000-7000-8000-000000000000"
    answer = ask(functions, archive, {"unsealed": [*ids, absent]})
    assert answer["absent"] == [absent]
    auditor = login("AUDITOR")
    assert all(is_sealed(auditor, one) for one in ids)
    assert ask(functions, archive, {"unsealed": ids})["sealed"] == 0


def test_the_log_goes_on_under_another_key_and_the_old_one_leads_there(
    stack: Stack, functions: Any, login: Login, tmp_path: Path
) -> None:
    archive, keys = stack["functions"]["archive"], [stack["keys"]["checkpoint"], stack["keys"]["checkpoint2"]]
    told = ask(functions, archive, {"rotate": {"keys": keys}})
    old, new = told["keys"]
    assert old == stack["log_public_key"]
    auditor = login("AUDITOR")
    note = eventually(
        lambda: text if (text := checkpoint(auditor)).count("— " + stack["log_origin"] + " ") == 2 else ""
    )
    assert int(note.split("\n")[1]) > told["first_size"]

    copy = copied(stack, tmp_path / "archive")
    for trusted in (["--key", old], ["--key", old, "--key", new]):
        run = lacre("verify", str(copy), *trusted)
        assert run.returncode == 0, run.stdout + run.stderr
    published = auditor.get(f"{LOG}/keys").raise_for_status().json()
    assert published["generations"][-1] == {"first_size": told["first_size"], "keys": [old, new]}
    assert ask(functions, archive, {"rotate": {"keys": keys}}) == told, "asked again, nothing more happens"


def checkpoint(auditor: httpx2.Client) -> str:
    return auditor.get(f"{LOG}/checkpoint").raise_for_status().text


def test_reconciliation_finds_nothing_to_say_of_a_whole_log(stack: Stack, functions: Any) -> None:
    ask(functions, stack["functions"]["sweep"], {"job": "reconcile"})
