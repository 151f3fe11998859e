"""Weights from a file: opened, and looked at whether they fit."""

import anyio.to_thread
from fastapi import APIRouter, Request

from server.api.services import Here
from server.people.person import Asking
from server.people.roles import Action, check
from server.schema.base import SpecJson
from server.schema.weights import KernelOfSpec, Opened, WeightsFit
from server.schema.words import FileName

router = APIRouter()

MOST_NAMED = 80

BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}


@router.post("/api/weights", status_code=201, openapi_extra=BODY)
async def upload(here: Here, person: Asking, request: Request, name: FileName = "") -> Opened:
    """A safetensors file, as raw bytes. A run that names what comes back begins with these weights."""
    check(Action.UPLOAD, person)
    return await anyio.to_thread.run_sync(here.runs.weights.imported.add, person, await request.body(), name)


@router.post("/api/weights/kernel", status_code=201)
async def kernel(here: Here, person: Asking, asked: KernelOfSpec) -> Opened:
    """Weights with which the spec's network begins with this kernel as its first filter."""
    check(Action.UPLOAD, person)
    content = await here.library.kernel_weights(person, asked.spec, asked.kernel)
    name = f"{asked.kernel[:MOST_NAMED]}.safetensors"
    return await anyio.to_thread.run_sync(here.runs.weights.imported.add, person, content, name)


@router.post("/api/weights/{weights}/fit")
async def fit(here: Here, person: Asking, weights: str, spec: SpecJson) -> WeightsFit:
    """What of them the spec's network begins with, and why not with the rest; refused where no layer agrees."""
    return await here.library.fit_weights(here.runs.weights.imported.folder, person, weights, spec)
