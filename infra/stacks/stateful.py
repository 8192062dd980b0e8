"""What holds data: it outlives every deployment of the code."""

from aws_cdk import CfnOutput, Duration, IReusableStackSynthesizer, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.bootstrap_secret import BootstrapSecret
from infra.constructs.break_glass import BreakGlassRole
from infra.constructs.buckets import ArchiveBucket, Bucket
from infra.constructs.events_table import EventsTable
from infra.constructs.outage_queue import OutageQueue
from infra.constructs.signing_key import SigningKey
from infra.constructs.table import NUMBER, Index, Key, Table
from infra.constructs.work_queue import WorkQueue
from infra.nag import acknowledge
from infra.stage import StageSettings

ED25519 = kms.KeySpec.ECC_NIST_EDWARDS25519
P256 = kms.KeySpec.ECC_NIST_P256
RSA = kms.KeySpec.RSA_3072
# A year and a month, so that a yearly review finds the whole year.
ACCESS_LOGS_KEPT = Duration.days(400)
QUERY_RESULTS_KEPT = Duration.days(30)
EXPORTS_KEPT = Duration.days(30)
EXPORT_TIMEOUT = Duration.minutes(14)
EXPORT_TAKEN_UP_AGAIN = Duration.minutes(15)


class Stateful(Stack):
    """Tables, buckets, keys, the outage queue and the secret of the first administrator."""

    def __init__(self, scope: Construct, settings: StageSettings, synthesizer: IReusableStackSynthesizer) -> None:
        super().__init__(
            scope,
            f"lacre-{settings.name}-stateful",
            termination_protection=settings.is_protected,
            synthesizer=synthesizer,
        )
        self._settings = settings
        self.break_glass = BreakGlassRole(self, "break-glass")
        self._add_tables(Construct(self, "tables"))
        self._add_buckets(Construct(self, "buckets"))
        self._add_keys(Construct(self, "keys"))
        self._add_witnesses()
        self._add_certificates()
        self.outage = OutageQueue(self, "outage", settings)
        self.asked_exports = WorkQueue(self, "exports", settings, EXPORT_TAKEN_UP_AGAIN)
        self.bootstrap = BootstrapSecret(self, "bootstrap", settings)
        self.break_glass.may_redefine(self.events.arn, self.archive.bucket_arn)
        self._add_outputs()

    def _add_tables(self, scope: Construct) -> None:
        def table(name: str, key: Key, *indexes: Index, ttl: str | None = None) -> Table:
            return Table(scope, name, self._settings, key, indexes=indexes, ttl=ttl)

        self.events = EventsTable(scope, "events", self._settings, self.break_glass.role_arn)
        self.log = table("log", Key("pk"))
        by_due = Index("by_due", Key("due", "due_at", NUMBER), ("rule", "group"))
        self.windows = table("windows", Key("pk"), by_due, ttl="expires_at")
        raised = Index("by_state", Key("state", "raised_at")), Index("by_group", Key("group_key", "window_end"))
        self.alerts = table("alerts", Key("alert_id"), *raised)
        self.cases = table("cases", Key("case_id"), Index("by_state", Key("state", "opened_at")))
        placed = Index("by_state", Key("state", "placed_at")), Index("by_block", Key("block_id"))
        self.blocks = table("blocks", Key("actor_id"), *placed)
        self.users = table("users", Key("pk"), Index("by_listing", Key("listing", "user_id")))
        by_expiry = Index("by_expiry", Key("state", "expires_at", NUMBER))
        # To end all of a person's sessions. There from the beginning: an update of a stack adds one index to a table.
        by_user = Index("by_user", Key("user_id", "started_at", NUMBER), ("state",))
        self.sessions = table("sessions", Key("session_id"), by_expiry, by_user, ttl="purge_at")
        self.counters = table("counters", Key("pk", "sk"), ttl="expires_at")
        by_place = Index("by_place", Key("place", "sort"))
        by_owner = [Index(f"by_{owner}", Key(f"{owner}_key", "id")) for owner in ("agent", "merchant", "pos")]
        self.network = table("network", Key("pk"), by_place, *by_owner)
        self.jurisdictions = table("jurisdictions", Key("pk"), by_place)
        self.hedge = table("hedge", Key("pk", "sk"))
        self.ledger = table("ledger", Key("pk", "sk"))
        self.answers = table("answers", Key("request"), ttl="expires_at")
        listed = Index("by_asker", Key("asked_by", "asked_at")), Index("by_listing", Key("listing", "asked_at"))
        self.exports = table("exports", Key("job_id"), *listed, ttl="expires_at")

    def _add_buckets(self, scope: Construct) -> None:
        settings = self._settings
        self.access_logs = Bucket(scope, "access-logs", settings, expire_after=ACCESS_LOGS_KEPT)
        acknowledge(self.access_logs, "it is where the access logs of the other buckets go", "AwsSolutions-S1")
        self.archive = ArchiveBucket(scope, "archive", settings, self.access_logs, self.break_glass.role_arn)
        self.log_files = Bucket(scope, "log", settings, access_logs=self.access_logs)
        self.query_results = Bucket(
            scope, "query-results", settings, access_logs=self.access_logs, expire_after=QUERY_RESULTS_KEPT
        )
        self.export_files = Bucket(scope, "exports", settings, access_logs=self.access_logs, expire_after=EXPORTS_KEPT)
        self.failures = Bucket(scope, "failures", settings, access_logs=self.access_logs, counts_requests=True)

    def _add_keys(self, scope: Construct) -> None:
        settings = self._settings
        self.checkpoint_keys = [self._checkpoint_key(scope, number) for number in range(settings.checkpoint_keys)]
        self.receipt = SigningKey(scope, "receipt", settings, ED25519, "Signs the delegates of receipts")
        self.token = SigningKey(scope, "token", settings, P256, "Signs access tokens")
        # RSA, because that is what readers of PDF check everywhere.
        self.document = SigningKey(scope, "document", settings, RSA, "Signs official documents")
        self.document.reserve_for(f"lacre-{settings.name}-stateless-exportRole")

    def _checkpoint_key(self, scope: Construct, number: int) -> SigningKey:
        name = f"checkpoint-{number + 1}" if number else "checkpoint"
        key = SigningKey(scope, name, self._settings, ED25519, "Signs checkpoints of the log")
        key.reserve_for(f"lacre-{self._settings.name}-stateless-archiveRole")
        return key

    def _add_witnesses(self) -> None:
        self.witnesses = ssm.StringParameter(
            self,
            "witnesses",
            # Named here: the ARN of a name that CloudFormation makes up is not known to the grant.
            parameter_name=f"/lacre/{self._settings.name}/witnesses",
            description="Witnesses of the log, one a line: verifier key, space, URL; or the word none",
            string_value="none",
        )

    def _add_certificates(self) -> None:
        self.document_certificates = ssm.StringParameter(
            self,
            "document-certificates",
            parameter_name=f"/lacre/{self._settings.name}/document-certificates",
            description="Certificates (PEM) of the key that signs documents, its own first; or the word none",
            string_value="none",
            # A chain of three RSA certificates exceeds the 4 KB of the standard tier.
            tier=ssm.ParameterTier.INTELLIGENT_TIERING,
        )

    def _add_outputs(self) -> None:
        tables = [
            self.events, self.log, self.windows, self.alerts, self.cases, self.blocks,
            self.users, self.sessions, self.counters, self.network, self.jurisdictions,
            self.hedge, self.ledger, self.answers, self.exports,
        ]  # fmt: skip
        outputs = {f"Table{table.node.id.capitalize()}": table.table_name for table in tables}
        outputs |= {
            "BucketArchive": self.archive.bucket_name,
            "BucketLog": self.log_files.bucket_name,
            "BucketFailures": self.failures.bucket_name,
            "BucketQueryResults": self.query_results.bucket_name,
            "BucketExports": self.export_files.bucket_name,
            "BucketAccessLogs": self.access_logs.bucket_name,
            "KeyReceipt": self.receipt.key_id,
            "KeyToken": self.token.key_id,
            "KeyDocument": self.document.key_id,
            "QueueOutage": self.outage.queue.queue_url,
            "QueueOutageDeadLetters": self.outage.dead_letters.queue_url,
            "QueueExports": self.asked_exports.queue.queue_url,
            "QueueExportsDeadLetters": self.asked_exports.dead_letters.queue_url,
            "SecretBootstrap": self.bootstrap.arn,
            "RoleBreakGlass": self.break_glass.role_arn,
            "ParameterWitnesses": self.witnesses.parameter_name,
            "ParameterDocumentCertificates": self.document_certificates.parameter_name,
        }
        outputs |= {
            f"KeyCheckpoint{number + 1 if number else ''}": key.key_id
            for number, key in enumerate(self.checkpoint_keys)
        }
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
