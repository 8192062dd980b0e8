"""The tables that tests create are the ones that the stacks define."""

from typing import Any

import pytest

from tests.infra.synthesis import Synthesis
from tests.tables import TABLES, definition


def without_order(properties: dict[str, Any]) -> dict[str, Any]:
    indexes = {index["IndexName"]: index for index in properties.get("GlobalSecondaryIndexes", [])}
    attributes = {one["AttributeName"]: one["AttributeType"] for one in properties["AttributeDefinitions"]}
    return {"key": properties["KeySchema"], "indexes": indexes, "attributes": attributes}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_tests_has_the_shape_of_the_template(stage: Synthesis, name: str) -> None:
    deployed = stage.resource(stage.stateful, "AWS::DynamoDB::Table", f"tables/{name}")["Properties"]
    assert without_order(definition(TABLES[name])) == without_order(deployed)
    view = deployed.get("StreamSpecification", {}).get("StreamViewType")
    assert view == ("NEW_AND_OLD_IMAGES" if TABLES[name].streams else None)
