"""Jobs of the deployed sweep function, in its own role, asked for before their time."""

import json
from typing import Any

from infra.local.stack_file import Stack
from tests.e2e.thieves import Credentials


def run_job(stack: Stack, job: str) -> Any:
    """What it says that it did."""
    credentials = Credentials(stack)
    functions = credentials.client(credentials.root, "lambda")
    payload = json.dumps({"job": job}).encode()
    answer = functions.invoke(FunctionName=f"{stack['functions']['sweep']}:live", Payload=payload)
    told = answer["Payload"].read()
    assert "FunctionError" not in answer, told
    return json.loads(told)
