"""The roof: settings, backends, pages and commands are wired here, and nothing is decided."""

from __future__ import annotations

import sys

from flask import Flask

from verifier import commands, web
from verifier.backends import open_backends
from verifier.errors import SettingsWrong
from verifier.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The whole product as one WSGI application. A wrong setting ends the process with its name and exit status 3."""
    try:
        settings = settings or Settings.from_environment()
        house = open_backends(settings)
    except SettingsWrong as error:
        print(error.message, file=sys.stderr)
        sys.exit(3)
    app = Flask(__name__, template_folder="verifier/web/templates", static_folder="verifier/web/static")
    app.extensions["house"] = house
    web.register(app)
    commands.register(app)
    return app
