"""What is published of the API is written from it, and is what is in the tree."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from lacre.model.action import CATALOGUE
from scripts import export_openapi, write_actions, write_endpoints, write_permissions
from tests.api.operations import FUNCTIONS, OPERATIONS
from tests.api.scenes import SCENES
from tests.api.test_description import app_of
from tests.api.world import World


@pytest.fixture
def apps(world: World) -> dict[str, FastAPI]:
    return {function: app_of(world, function) for function in FUNCTIONS}


def same(page: Path, text: str) -> bool:
    return page.read_text("utf-8") == text


def test_the_openapi_document_is_that_of_the_routes(apps: dict[str, FastAPI]) -> None:
    assert same(export_openapi.PAGE, export_openapi.text(apps)), "python -m scripts.export_openapi"


def test_the_list_of_endpoints_is_that_of_the_routes(apps: dict[str, FastAPI]) -> None:
    assert same(write_endpoints.PAGE, write_endpoints.page(apps)), "python -m scripts.write_endpoints"


def test_the_table_of_permissions_is_the_matrix_that_is_called() -> None:
    assert same(write_permissions.PAGE, write_permissions.page()), "python -m scripts.write_permissions"


def test_every_action_tells_what_records_it() -> None:
    told = {code: write_actions.recorded_by(action) for code, action in CATALOGUE.items()}
    assert [code for code, by in told.items() if not by] == []
    asked = {one.code: one.operation.name if one.operation else "sweep" for one in SCENES}
    played = {code: by for code, by in asked.items() if code not in write_actions.EVERY_REQUEST}
    assert [code for code, by in played.items() if f"`{by}`" not in told[code]] == []


def test_every_operation_is_listed_once() -> None:
    listed = write_endpoints.PAGE.read_text("utf-8")
    assert [one.name for one in OPERATIONS if listed.count(f"`{one.name}`") != 1] == []


def test_every_operation_but_pages_is_in_the_openapi_document(apps: dict[str, FastAPI]) -> None:
    paths = export_openapi.document(apps)["paths"]
    described = {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}
    assert {one.name for one in OPERATIONS if not one.is_page} <= described


def test_two_functions_cannot_mean_different_things_by_one_name(apps: dict[str, FastAPI]) -> None:
    another = FastAPI(title="another", openapi_url=None)

    @another.get("/v1/agents")
    def listed() -> dict[str, str]:
        raise AssertionError("never called")

    with pytest.raises(export_openapi.TwoMeaningsError):
        export_openapi.document({**apps, "another": another})
