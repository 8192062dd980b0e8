"""Settings from the environment: frozen dataclasses whose leaf fields, in upper case, are the variables' names."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TypeVar, get_type_hints

T = TypeVar("T")


class MissingSettingError(Exception):
    """A variable is not set or empty: the function refuses to start rather than run half configured."""


@dataclass(frozen=True)
class TrailSettings:
    """What every HTTP function needs to record."""

    events_table: str
    receipt_key_id: str
    counters_table: str
    outage_queue_url: str
    answers_table: str
    archive_bucket: str


@dataclass(frozen=True)
class LogSettings:
    """Where the log is kept: head and leaf index, public files, locked archive."""

    log_table: str
    log_bucket: str
    archive_bucket: str


@dataclass(frozen=True)
class DetectionSettings:
    """Where the detector keeps its windows, what it found, whom it blocks, and what it could not evaluate.

    `trading_zone` is the IANA name of the zone by whose clocks people trade.
    """

    windows_table: str
    alerts_table: str
    blocks_table: str
    failures_bucket: str
    trading_zone: str


@dataclass(frozen=True)
class DocumentSettings:
    """Whose official documents are, what signs them, and where its certificates (PEM) stand.

    `timestamp_authority_url` is that of an RFC 3161 authority, or the word none.
    """

    organisation: str
    document_key_id: str
    document_certificates_parameter: str
    timestamp_authority_url: str


@dataclass(frozen=True)
class AthenaSettings:
    """By whom the compacted log is asked with SQL, and under which names it stands."""

    athena_workgroup: str
    glue_database: str
    glue_table: str


def read(settings: type[T], environ: Mapping[str, str]) -> T:
    """The settings of a frozen dataclass of texts and of further such dataclasses. Raises MissingSettingError."""
    if not is_dataclass(settings):
        raise TypeError("settings are dataclasses")
    hints = get_type_hints(settings)
    values: dict[str, object] = {}
    for field in fields(settings):
        kind: type[object] = hints[field.name]
        values[field.name] = _text(field.name.upper(), environ) if kind is str else read(kind, environ)
    return settings(**values)


def _text(name: str, environ: Mapping[str, str]) -> str:
    value = environ.get(name, "")
    if not value:
        raise MissingSettingError(f"the variable {name} is not set")
    return value
