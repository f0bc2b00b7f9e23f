"""Django's PostgreSQL backend, with the embedded server started before the first connection."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from kb.postgres.server import Server


class DatabaseWrapper(base.DatabaseWrapper):
    """Connection to the embedded server, which runs as long as any process uses it."""

    @property
    def server(self) -> Server:
        """The embedded server of this connection's data directory."""
        return Server(**self.settings_dict["EMBEDDED"])

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server if needed and connect through its socket."""
        self.settings_dict["HOST"] = str(self.server.use())
        self.settings_dict["PORT"] = self.server.port
        return super().get_connection_params()

    def connect(self) -> None:
        """Connect; if the server has stopped meanwhile, restart it and retry once."""
        try:
            super().connect()
        except self.Database.OperationalError:
            if self.server.is_running():
                raise
            self.server.use(recheck=True)
            super().connect()
