"""The application. Nothing happens at import time; two can live in one process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp

from models.data.uploads.files import looking_in
from server.api import (
    catalogue,
    commands,
    curves,
    data,
    embedding,
    errors,
    exports,
    fetching,
    hardware,
    health,
    laboratories,
    lessons,
    live,
    looks,
    making,
    maps,
    page,
    plan,
    predictions,
    runs,
    texts,
    weights,
)
from server.api.assets import STATIC, Assets
from server.executors.protocol import Executor
from server.library.calls import Answerer
from server.people.people import People
from server.people.person import Person
from server.schema.problem import Problem
from server.security.gate import Gate
from server.security.proxies import Proxies
from server.services import Parts, opened
from server.settings import Settings, own_version

ROUTES = (
    page, health, hardware, catalogue, texts, lessons, data, fetching, plan, laboratories, maps, making, runs, looks,
    curves, predictions, embedding, exports, live, weights, commands,
)  # fmt: skip
"""In the order in which addresses are tried."""


class Schoolyard(FastAPI):
    """FastAPI behind the gate, which must see everything first: errors and the socket too."""

    settings: Settings
    failure: BaseException | None = None
    """What ended it, where it ended of itself."""

    def build_middleware_stack(self) -> ASGIApp:
        gate = Gate(super().build_middleware_stack(), self.settings, self.who)
        behind = self.settings.trusted_proxies or self.settings.root_path
        return Proxies(gate, self.settings) if behind else gate

    def who(self, connection: HTTPConnection) -> Person:
        """Who asks. Raises ``Refusal`` where it is nobody who may come in."""
        parts = self.state.parts
        assert isinstance(parts, Parts)
        return parts.people.who(connection)

    def openapi(self) -> dict[str, Any]:
        """With the form that every error has."""
        schema = super().openapi()
        schema["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        return schema


def create_app(
    settings: Settings,
    executor: Executor | None = None,
    people: People | None = None,
    answerer: Answerer | None = None,
) -> Schoolyard:
    """A server of its own: its store, its workers, its pages; ``answerer`` answers what the library is asked."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        assert isinstance(app, Schoolyard)
        try:
            with looking_in(settings.uploads):
                async with opened(settings, executor, people, answerer) as parts:
                    app.state.parts = parts
                    yield
        except BaseException as error:
            app.failure = error
            raise

    app = Schoolyard(
        title="Schoolyard",
        version=own_version(),
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=errors.RESPONSES,
    )
    app.settings = settings
    errors.handle(app)
    for routes in ROUTES:
        app.include_router(routes.router)
    app.mount("/static", Assets(STATIC))
    return app
