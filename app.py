"""The roof: settings, backends, pages and commands are wired here, and nothing is decided."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from verifier import commands
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
    commands.register(app)
    if not is_for_a_command():
        from verifier import web  # half a second of imports that no command of ours needs
        web.register(app)
    return app


def is_for_a_command() -> bool:
    """Whether `flask` asks for the application only to find a command of it (`flask run` and its like ask from inside their own)."""
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)
