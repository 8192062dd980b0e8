"""Searching the archive for a job, and telling of what is damaged or was changed."""

from dataclasses import dataclass

from aws_lambda_powertools import Logger

from functions.export.restored import tell_restored
from lacre.deep_searching.search_archive import SearchArchive
from lacre.exporting.sealed_tree import DamagedLogError
from lacre.ports.deep_searches import ArchiveQueryError, DeepSearch, Found


@dataclass(frozen=True)
class Searching:
    search_archive: SearchArchive
    logger: Logger

    def __call__(self, search: DeepSearch) -> Found:
        """Raises what searching raises."""
        about = {"deep_search_id": search.id}
        try:
            return self.search_archive(search)
        except DamagedLogError as error:
            self.logger.critical("the archive is damaged", extra={"damage": str(error), **about})
            raise
        except ArchiveQueryError as error:
            self.logger.error("the archive cannot be searched", extra={"cause": str(error), **about})
            raise
        finally:
            tell_restored(self.logger, self.search_archive.events.restored, deep_search_id=search.id)
