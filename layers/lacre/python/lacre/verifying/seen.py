"""Which event ids were met already, in bounded memory: a private temporary database of SQLite, on disk when large."""

import sqlite3
from collections.abc import Iterator, Sequence
from types import TracebackType

# A batch's ids in one statement, as one text of bytes: id (16) and leaf (8, big-endian), again and again.
_ADD = """
INSERT OR IGNORE INTO seen
WITH RECURSIVE each(at) AS (SELECT 1 UNION ALL SELECT at + 24 FROM each WHERE at + 24 < length(:leaves))
SELECT substr(:leaves, at, 16), substr(:leaves, at + 16, 8) FROM each
"""


class SeenIds:
    def __enter__(self) -> "SeenIds":
        # The empty name is SQLite's own word for a temporary file that is deleted when the connection closes.
        self._database = sqlite3.connect("")
        self._database.execute("PRAGMA journal_mode = OFF")  # nothing is ever rolled back
        self._database.execute("CREATE TABLE seen (id BLOB PRIMARY KEY, leaf BLOB) WITHOUT ROWID")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, leaves: Sequence[tuple[bytes, int]]) -> Iterator[tuple[bytes, int]]:
        """Add ids with the leaves that bear them; gives back each whose id an earlier leaf has."""
        if not leaves:
            return
        joined = b"".join([event_id + leaf.to_bytes(8, "big") for event_id, leaf in leaves])
        if self._database.execute(_ADD, {"leaves": joined}).rowcount == len(leaves):
            return
        for event_id, leaf in leaves:
            first = self._database.execute("SELECT leaf FROM seen WHERE id = ?", (event_id,)).fetchone()[0]
            if int.from_bytes(first, "big") != leaf:
                yield event_id, leaf
