"""The environment of each function: exactly the leaf fields of its Settings, in upper case."""

from infra.stacks.stateful import Stateful
from infra.stage import StageSettings


class Environments:
    """Builds the variables of each function from one stage's settings and resources."""

    def __init__(self, settings: StageSettings, data: Stateful) -> None:
        self._settings = settings
        self._data = data

    def of(self, function: str) -> dict[str, str]:
        """The variables of a function by its name, but for what another function gives it.

        Raises KeyError for a function that does not exist.
        """
        builders = {
            "identity": self._identity,
            "network": self._network,
            "hedge": self._hedge,
            "query": self._query,
            "ingest": self._answering,
            "archive": self._archive,
            "fraud": self._fraud,
            "sweep": self._sweep,
            "export": self._export,
        }
        return self._recording() | builders[function]()

    def _recording(self) -> dict[str, str]:
        return {
            "EVENTS_TABLE": self._data.events.table_name,
            "RECEIPT_KEY_ID": self._data.receipt.key_id,
        }

    def _answering(self) -> dict[str, str]:
        return {
            "COUNTERS_TABLE": self._data.counters.table_name,
            "OUTAGE_QUEUE_URL": self._data.outage.queue.queue_url,
            "ANSWERS_TABLE": self._data.answers.table_name,
            "ARCHIVE_BUCKET": self._data.archive.bucket_name,
            "USERS_TABLE": self._data.users.table_name,
            "BLOCKS_TABLE": self._data.blocks.table_name,
        }

    def _taking_tokens(self) -> dict[str, str]:
        issuer = self._settings.issuer
        return self._answering() | {
            "JWT_ISSUER": issuer.issuer,
            "JWT_AUDIENCE": issuer.audience,
            "JWKS_URL": issuer.jwks_url,
            "JWT_ALGORITHM": issuer.algorithm,
            "JWT_SESSIONS": issuer.sessions,
            "SESSIONS_TABLE": self._data.sessions.table_name,
        }

    def _log(self) -> dict[str, str]:
        return {
            "LOG_TABLE": self._data.log.table_name,
            "LOG_BUCKET": self._data.log_files.bucket_name,
            "ARCHIVE_BUCKET": self._data.archive.bucket_name,
        }

    def _identity(self) -> dict[str, str]:
        return self._taking_tokens() | {
            "JURISDICTIONS_TABLE": self._data.jurisdictions.table_name,
            "NETWORK_TABLE": self._data.network.table_name,
            "TOKEN_KEY_ID": self._data.token.key_id,
            "BOOTSTRAP_SECRET_ID": self._data.bootstrap.arn,
        }

    def _network(self) -> dict[str, str]:
        return self._taking_tokens() | {"NETWORK_TABLE": self._data.network.table_name}

    def _hedge(self) -> dict[str, str]:
        return self._taking_tokens() | {
            "HEDGE_TABLE": self._data.hedge.table_name,
            "LEDGER_TABLE": self._data.ledger.table_name,
        }

    def _query(self) -> dict[str, str]:
        return self._taking_tokens() | {
            "LOG_TABLE": self._data.log.table_name,
            "LOG_BUCKET": self._data.log_files.bucket_name,
            "ALERTS_TABLE": self._data.alerts.table_name,
            "CASES_TABLE": self._data.cases.table_name,
            "WINDOWS_TABLE": self._data.windows.table_name,
            "EXPORTS_TABLE": self._data.exports.table_name,
            "EXPORTS_QUEUE_URL": self._data.asked_exports.queue.queue_url,
            "EXPORTS_BUCKET": self._data.export_files.bucket_name,
            "TRADING_ZONE": self._settings.trading_zone,
        }

    def _archive(self) -> dict[str, str]:
        return self._log() | {
            "CHECKPOINT_KEY_IDS": ",".join(key.key_id for key in self._data.checkpoint_keys),
            "LOG_ORIGIN": self._settings.log_origin,
            "FAILURES_BUCKET": self._data.failures.bucket_name,
            "WITNESSES_PARAMETER": self._data.witnesses.parameter_name,
        }

    def _fraud(self) -> dict[str, str]:
        return {
            "WINDOWS_TABLE": self._data.windows.table_name,
            "ALERTS_TABLE": self._data.alerts.table_name,
            "BLOCKS_TABLE": self._data.blocks.table_name,
            "FAILURES_BUCKET": self._data.failures.bucket_name,
            "TRADING_ZONE": self._settings.trading_zone,
        }

    def _sweep(self) -> dict[str, str]:
        return (
            self._log()
            | self._fraud()
            | {
                "SESSIONS_TABLE": self._data.sessions.table_name,
                "USERS_TABLE": self._data.users.table_name,
                "COUNTERS_TABLE": self._data.counters.table_name,
                "OUTAGE_QUEUE_URL": self._data.outage.queue.queue_url,
                "TIMESTAMP_AUTHORITY_URL": self._settings.timestamp_authority_url,
                "LEDGER_TABLE": self._data.ledger.table_name,
            }
        )

    def _signing_documents(self) -> dict[str, str]:
        return {
            "ORGANISATION": self._settings.organisation,
            "DOCUMENT_KEY_ID": self._data.document.key_id,
            "DOCUMENT_CERTIFICATES_PARAMETER": self._data.document_certificates.parameter_name,
            "TIMESTAMP_AUTHORITY_URL": self._settings.timestamp_authority_url,
        }

    def _export(self) -> dict[str, str]:
        return (
            self._log()
            | self._signing_documents()
            | {
                "COUNTERS_TABLE": self._data.counters.table_name,
                "EXPORTS_TABLE": self._data.exports.table_name,
                "EXPORTS_BUCKET": self._data.export_files.bucket_name,
                "FAILURES_BUCKET": self._data.failures.bucket_name,
            }
        )
