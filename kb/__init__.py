"""Project package: settings, URLs, set-up, server and the embedded database."""
