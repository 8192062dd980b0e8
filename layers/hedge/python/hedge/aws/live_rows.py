"""Rows of the live portfolio, `LIVE` / `ORDER#id` and `CONTRACT#id`: copies, written with the rows that they are of.

They carry no condition of their own: it stands at the row that they are a copy of, in the same transaction. A link
changes one of them alone, its contract's, so that whoever reads while it is made sees all of it or nothing.
"""

from hedge.aws.desk_rows import key_of
from lacre.aws.transaction import TableWrite

LIVE = "LIVE"


def keeping(table: str, kind: str, entity_id: str, text: str) -> TableWrite:
    """The write that brings one in, or brings it up to date."""
    return TableWrite(
        {"Put": {"TableName": table, "Item": {**key_of(LIVE, f"{kind}#{entity_id}"), "body": {"S": text}}}}
    )


def removing(table: str, kind: str, entity_id: str) -> TableWrite:
    """The write that takes one out."""
    return TableWrite({"Delete": {"TableName": table, "Key": key_of(LIVE, f"{kind}#{entity_id}")}})
