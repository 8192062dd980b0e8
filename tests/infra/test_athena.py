"""The table over the files of compaction has the columns that the files have, and queries are bounded."""

import json
from dataclasses import fields
from typing import Any

from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from infra.constructs.athena import Athena
from infra.constructs.buckets import Bucket
from infra.stage import stage_settings
from lacre.model.event import Body
from lacre.model.header import Header


def properties(kind: str) -> Any:
    app = App()
    data, code = Stack(app, "data"), Stack(app, "code")
    settings = stage_settings("dev")
    files, results = Bucket(data, "log", settings), Bucket(data, "query-results", settings)
    Athena(code, "athena", settings, files, results)
    (resource,) = Template.from_stack(code).find_resources(kind).values()
    return resource["Properties"]


def table() -> Any:
    return properties("AWS::Glue::Table")["TableInput"]


def test_the_columns_are_those_of_a_line() -> None:
    columns = {column["Name"]: column["Type"] for column in table()["StorageDescriptor"]["Columns"]}
    assert set(columns) == {"leaf", "leaf_hash", "body", "folded", "ip_key"} | {field.name for field in fields(Header)}
    body = (
        columns["body"].removeprefix("struct<").removesuffix(">").replace("struct<code:string,sentence:string>", "text")
    )
    assert {part.split(":")[0] for part in body.split(",")} == {field.name for field in fields(Body)}


def test_a_partition_is_an_hour_of_a_day() -> None:
    found = table()
    assert [(key["Name"], key["Type"]) for key in found["PartitionKeys"]] == [("dt", "string"), ("hour", "string")]
    parameters = found["Parameters"]
    assert parameters["projection.enabled"] == "true"
    assert (parameters["projection.hour.range"], parameters["projection.hour.digits"]) == ("0,23", "2")
    assert parameters["projection.dt.range"] == "2026-01-01,NOW+1DAYS"
    template = parameters["storage.location.template"]["Fn::Join"][1]
    assert template[-1] == "/events/dt=${dt}/hour=${hour}/"


def test_a_line_that_cannot_be_read_fails_the_query() -> None:
    serde = table()["StorageDescriptor"]["SerdeInfo"]
    assert serde["SerializationLibrary"] == "org.openx.data.jsonserde.JsonSerDe"
    assert serde["Parameters"]["ignore.malformed.json"] == "FALSE"


def test_a_query_is_bounded_and_its_results_are_encrypted_where_the_workgroup_says() -> None:
    workgroup = properties("AWS::Athena::WorkGroup")["WorkGroupConfiguration"]
    assert workgroup["EnforceWorkGroupConfiguration"] is True
    assert workgroup["BytesScannedCutoffPerQuery"] == 100 * 1024**3
    results = workgroup["ResultConfiguration"]
    assert results["EncryptionConfiguration"] == {"EncryptionOption": "SSE_S3"}
    assert "queryresults" in json.dumps(results["OutputLocation"])
