"""SQL over the log: a Glue table on the hourly files of compaction, and an Athena workgroup that bounds its queries.

The table is never told of a partition: Athena projects them from the day and the hour in a query
(https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html).
"""

from collections.abc import Mapping, Sequence

from aws_cdk import Stack
from aws_cdk import aws_athena as athena
from aws_cdk import aws_glue as glue
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.stage import StageSettings

FOLDER = "events/"
FIRST_DAY = "2026-01-01"
SCANNED_AT_MOST = 100 * 1024**3
"""Bytes that one query may read, compressed: what is paid for is bounded, and a forgotten WHERE is found out."""

# The fields of an event's header. Times are texts, whose order is that of time.
HEADER = (
    "action", "actor_id", "actor_role", "actor_type", "attempted_action", "causation_id", "checksum", "correlation_id",
    "district", "entity_id", "entity_type", "event_type", "id", "ip_address", "occurred_at", "outcome", "province",
    "recorded_at", "session_id", "severity", "source",
)  # fmt: skip
# What differs from action to action is read as JSON text.
BODY = (
    "struct<description:string,actor_name:string,nonce:string,before:string,after:string,request:string,"
    "reason:struct<code:string,sentence:string>,trace_id:string>"
)
COLUMNS = (
    ("leaf", "bigint"),
    ("leaf_hash", "string"),
    *((name, "string") for name in HEADER),
    ("schema", "int"),
    ("body", BODY),
    # Description and address as a search compares them.
    ("folded", "string"),
    ("ip_key", "string"),
)
# Texts: '09' is the hour of a folder's name, and a number would lose its zero.
PARTITIONS = (("dt", "string"), ("hour", "string"))


class Athena(Construct):
    """Database, table `events` and workgroup. `files` holds what compaction writes, `results` what queries answer."""

    def __init__(
        self, scope: Construct, name: str, settings: StageSettings, files: s3.IBucket, results: s3.IBucket
    ) -> None:
        super().__init__(scope, name)
        self.database_name = f"lacre_{settings.name}"
        self.table_name = "events"
        self.workgroup_name = f"lacre-{settings.name}"
        stack = Stack.of(self)
        catalog = stack.account
        self.workgroup_arn = stack.format_arn(service="athena", resource="workgroup", resource_name=self.workgroup_name)
        # The local AWS does not know of which workgroup a query is that runs already.
        self.queries_arn = "*" if settings.is_local else self.workgroup_arn
        self.catalog_arns = [
            stack.format_arn(service="glue", resource="catalog"),
            stack.format_arn(service="glue", resource="database", resource_name=self.database_name),
            stack.format_arn(service="glue", resource="table", resource_name=f"{self.database_name}/{self.table_name}"),
        ]
        # Of each catalog Athena wants to see this one too, whether it exists or not
        # (https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html).
        self.default_database_arn = stack.format_arn(service="glue", resource="database", resource_name="default")
        database = glue.CfnDatabase(
            self,
            "Database",
            catalog_id=catalog,
            database_input=glue.CfnDatabase.DatabaseInputProperty(
                name=self.database_name, description="What the log holds, by the hour in which it was recorded"
            ),
        )
        table = glue.CfnTable(
            self,
            "Table",
            catalog_id=catalog,
            database_name=self.database_name,
            table_input=self._table(files.s3_url_for_object(FOLDER)),
        )
        table.add_resource_dependency(database)
        self._add_workgroup(results.s3_url_for_object())

    @property
    def variables(self) -> Mapping[str, str]:
        """What a function is told that asks."""
        return {
            "ATHENA_WORKGROUP": self.workgroup_name,
            "GLUE_DATABASE": self.database_name,
            "GLUE_TABLE": self.table_name,
        }

    def _table(self, location: str) -> glue.CfnTable.TableInputProperty:
        return glue.CfnTable.TableInputProperty(
            name=self.table_name,
            description="One row an event, as it was sealed: its place in the log, its header, its body",
            table_type="EXTERNAL_TABLE",
            parameters={"EXTERNAL": "TRUE", "classification": "json", **_projection(location)},
            partition_keys=_columns(PARTITIONS),
            storage_descriptor=glue.CfnTable.StorageDescriptorProperty(
                columns=_columns(COLUMNS),
                location=location,
                input_format="org.apache.hadoop.mapred.TextInputFormat",
                output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                serde_info=glue.CfnTable.SerdeInfoProperty(
                    serialization_library="org.openx.data.jsonserde.JsonSerDe",
                    parameters={
                        # A line that cannot be read fails the query: a row left out in silence would be worse.
                        "ignore.malformed.json": "FALSE",
                        # Keys inside a body may differ in their case alone.
                        "case.insensitive": "FALSE",
                    },
                ),
            ),
        )

    def _add_workgroup(self, results: str) -> None:
        encryption = athena.CfnWorkGroup.EncryptionConfigurationProperty(encryption_option="SSE_S3")
        athena.CfnWorkGroup(
            self,
            "Workgroup",
            name=self.workgroup_name,
            description="Queries over the log",
            recursive_delete_option=True,
            work_group_configuration=athena.CfnWorkGroup.WorkGroupConfigurationProperty(
                enforce_work_group_configuration=True,
                publish_cloud_watch_metrics_enabled=True,
                bytes_scanned_cutoff_per_query=SCANNED_AT_MOST,
                result_configuration=athena.CfnWorkGroup.ResultConfigurationProperty(
                    output_location=f"{results}/", encryption_configuration=encryption
                ),
            ),
        )


def _projection(location: str) -> dict[str, str]:
    return {
        "projection.enabled": "true",
        "projection.dt.type": "date",
        "projection.dt.format": "yyyy-MM-dd",
        # Athena's NOW is UTC; a day more is for a clock that is ahead.
        "projection.dt.range": f"{FIRST_DAY},NOW+1DAYS",
        "projection.dt.interval": "1",
        "projection.dt.interval.unit": "DAYS",
        "projection.hour.type": "integer",
        "projection.hour.range": "0,23",
        "projection.hour.digits": "2",
        "storage.location.template": f"{location}dt=${{dt}}/hour=${{hour}}/",
    }


def _columns(named: Sequence[tuple[str, str]]) -> list[glue.CfnTable.ColumnProperty]:
    return [glue.CfnTable.ColumnProperty(name=name, type=of) for name, of in named]
