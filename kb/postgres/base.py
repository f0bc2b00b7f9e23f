"""Django's PostgreSQL backend, with the embedded server started before the first connection."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from kb.postgres.server import Server


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server, which runs while any process uses it."""

    @property
    def server(self) -> Server:
        return Server(**self.settings_dict["EMBEDDED"])

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict["HOST"] = str(self.server.use())
        self.settings_dict["PORT"] = self.server.port
        return super().get_connection_params()

    def connect(self) -> None:
        """Connect; if the server died under this process, start it again and try once more."""
        try:
            super().connect()
        except self.Database.OperationalError:
            if self.server.is_running():
                raise
            self.server.use(recheck=True)
            super().connect()
