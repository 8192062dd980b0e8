"""Which event ids were met already, in bounded memory: a private temporary database of SQLite, on disk when large."""

import sqlite3
from collections.abc import Iterator, Sequence
from types import TracebackType


class SeenIds:
    def __enter__(self) -> "SeenIds":
        # The empty name is SQLite's own word for a temporary file that is deleted when the connection closes.
        self._database = sqlite3.connect("")
        self._database.execute("PRAGMA journal_mode = OFF")  # nothing is ever rolled back
        self._database.execute("CREATE TABLE seen (id BLOB PRIMARY KEY, leaf INTEGER) WITHOUT ROWID")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, leaves: Sequence[tuple[bytes, int]]) -> Iterator[tuple[bytes, int]]:
        """Add ids with the leaves that bear them; gives back each whose id an earlier leaf has."""
        added = self._database.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", leaves).rowcount
        if leaves and added < len(leaves):
            for event_id, leaf in leaves:
                first = self._database.execute("SELECT leaf FROM seen WHERE id = ?", (event_id,)).fetchone()[0]
                if first != leaf:
                    yield event_id, leaf
