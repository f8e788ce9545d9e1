"""What a supervisor asks: are you alive, and can you work?"""

from __future__ import annotations

from flask import Blueprint, Flask, jsonify

from verifier.readiness import readiness
from verifier.web.current import house

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive():
    return {"status": "ok"}


@bp.get("/readyz")
def ready():
    """200 where database, files and a worker are there; else 503, with what is missing."""
    parts = readiness(house())
    answer = jsonify(status="ok" if all(parts.values()) else "degraded", **{name: "ok" if well else "unavailable" for name, well in parts.items()})
    if not all(parts.values()):
        answer.status_code = 503
        answer.headers["Retry-After"] = "5"
    return answer


def register(app: Flask) -> Blueprint:
    app.register_blueprint(bp)
    return bp
