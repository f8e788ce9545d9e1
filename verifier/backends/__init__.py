"""Everything that can be swapped for a server, and the one place where it is opened: Backends."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.backends.bell import Bell, open_bell
from verifier.backends.database import Database, open_database
from verifier.backends.files import Files, open_files
from verifier.settings import Settings
from verifier.store import tables


@dataclass(frozen=True)
class Backends:
    """The house as its services see it. Opened once a process, handed down; nothing is fetched from a singleton."""

    database: Database
    files: Files
    bell: Bell
    settings: Settings

    def close(self) -> None:
        """Give back the connections. Nothing is lost by not calling it."""
        self.database.close()


def open_backends(settings: Settings) -> Backends:
    """The doors that the settings name, made on first use. Raises SettingsWrong, or DatabaseUnavailable."""
    settings.home_path.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = open_database(settings.database)
    with database.begin() as session:
        tables.make(session)
    return Backends(
        database=database,
        files=open_files(settings.files),
        bell=open_bell(settings.queue_url),
        settings=settings,
    )
