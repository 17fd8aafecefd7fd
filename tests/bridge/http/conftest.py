"""The desk, served over HTTP."""

from tests.bridge.http.serving import web

__all__ = ["web"]
