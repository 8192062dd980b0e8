"""schemathesis over the OpenAPI of each function, by callers who may: nothing undocumented comes back, and no 5xx."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lacre.http.documented import openapi_of
from tests.api.operation import Operation, Where
from tests.api.operations import FUNCTIONS, OPERATIONS
from tests.api.test_description import app_of
from tests.api.world import World


@dataclass(frozen=True)
class Manner:
    """How requests are made up: after the schema or against it, with the ids of what there is or with any."""

    name: str
    mode: GenerationMode
    has_real_ids: bool
    examples: int


FITTING = Manner("fitting", GenerationMode.POSITIVE, has_real_ids=True, examples=8)
ANY_IDS = Manner("any ids", GenerationMode.POSITIVE, has_real_ids=False, examples=4)
UNFITTING = Manner("unfitting", GenerationMode.NEGATIVE, has_real_ids=True, examples=6)
CONFORMING = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
REFUSING = [*CONFORMING, negative_data_rejection]
JUDGED_BY_ITEM = ("POST /v1/sync", "POST /v1/audit/events")
"""One bad item refuses no batch: the answer tells of each."""
CREDENTIALS = ("Authorization", "X-Api-Key")
SENT = (*CREDENTIALS, "If-Match")
ASKED = ("LIST_ENTITIES", "SEARCH_AUDIT")
"""What is read with a query."""


def manners(operation: Operation) -> Iterator[Manner]:
    yield FITTING
    if operation.parameters:
        yield ANY_IDS
    if operation.mutates or operation.query or operation.action in ASKED:
        yield UNFITTING


CASES = [(one, manner) for one in OPERATIONS if not one.is_page for manner in manners(one)]


@pytest.fixture(scope="module")
def schemas(settled: World) -> Mapping[str, Any]:
    """By function. Credentials are not made up: what forged ones come to is tested by themselves."""
    loaded = {one: schemathesis.openapi.from_dict(openapi_of(app_of(settled, one))) for one in FUNCTIONS}
    for schema in loaded.values():
        schema.config.generation.update(with_security_parameters=False)
    return loaded


@pytest.mark.parametrize(("operation", "manner"), CASES, ids=lambda one: one.name)
def test_every_answer_is_as_described(
    world: World, schemas: Mapping[str, Any], operation: Operation, manner: Manner
) -> None:
    described = schemas[operation.function][operation.path][operation.method]
    ids = {name: world.targets[Where.OWN][operation.stands_for.get(name, name)] for name in operation.parameters}
    asked = described.as_strategy(generation_mode=manner.mode, path_parameters=ids if manner.has_real_ids else None)
    kept = CREDENTIALS if manner is UNFITTING else SENT
    headers = {name: value for name, value in world.request(operation).headers.items() if name in kept}
    is_refused = manner is UNFITTING and operation.name not in JUDGED_BY_ITEM
    checks = REFUSING if is_refused else CONFORMING

    @settings(
        max_examples=manner.examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(asked)
    def conforms(case: Any) -> None:
        world.restore()
        response = case.call(app=app_of(world, operation.function), headers=headers)
        case.validate_response(response, checks)

    conforms()
