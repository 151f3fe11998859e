"""Curves on pages of others."""

from server.schema.base import Body


class Embedding(Body):
    """``GET /api/embedding``: which sites may show them in a frame, beside this server's own pages."""

    sites: list[str]
