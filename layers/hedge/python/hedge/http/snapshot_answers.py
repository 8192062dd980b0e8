"""Snapshots as the API shows them."""

from typing import Literal

from hedge.http.answers import Shown
from hedge.http.figure_answers import BaselineAnswer, MtmAnswer, PlAnswer
from hedge.model.snapshot import SnapshotKind


class SnapshotAnswer(Shown):
    """`inputs_hash` is the SHA-256 of all that the values were derived from, as canonical JSON (RFC 8785)."""

    id: str
    key: str
    inputs_hash: str
    created_at: str


class MtmSnapshotAnswer(SnapshotAnswer):
    kind: Literal["mtm"]
    values: MtmAnswer


class PlSnapshotAnswer(SnapshotAnswer):
    kind: Literal["pl"]
    values: PlAnswer


class BaselineSnapshotAnswer(SnapshotAnswer):
    kind: Literal["baseline"]
    values: BaselineAnswer


class TakenAnswer(SnapshotAnswer):
    """A snapshot for those who take one and may not read figures: without its values."""

    kind: SnapshotKind
