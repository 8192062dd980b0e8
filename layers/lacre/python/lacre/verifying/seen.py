"""Which event ids were met already, in bounded memory: a private temporary database of SQLite, on disk when large."""

import sqlite3
from types import TracebackType


class SeenIds:
    def __enter__(self) -> "SeenIds":
        # The empty name is SQLite's own word for a temporary file that is deleted when the connection closes.
        self._database = sqlite3.connect("")
        self._database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, event_id: str) -> bool:
        """Whether the id is new."""
        return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (event_id,)).rowcount == 1
