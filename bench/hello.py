"""The floor of every request: Flask answering a constant."""

from __future__ import annotations

from flask import Flask, Response

app = Flask(__name__)


@app.get("/hello")
def hello() -> Response:
    """Answer a constant."""
    return Response(b'{"hello": "world"}', mimetype="application/json")
