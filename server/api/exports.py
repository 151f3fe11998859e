"""Files to take away."""

import re

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from server.api.parts import Here
from server.problems import Refusal
from server.runs.snapshots import chosen, file_of, kept_steps
from server.security.person import Asking

router = APIRouter()


@router.get("/api/runs/{run}/export/weights.safetensors", response_class=FileResponse)
async def weights(here: Here, person: Asking, run: str, at: str = "live") -> Response:
    """The newest weights that are kept, the `best`, or those of a step."""
    record = here.runs.records.of(person, run)
    folder = here.runs.journal.folder(record.id)
    steps = await anyio.to_thread.run_sync(kept_steps, folder)
    step = chosen(record.run, steps, int(at) if at.isdecimal() else at)
    if step is None:
        raise Refusal(404, "No such weights", "No weights of this run are kept there.", came=at[:80], allowed=steps)
    name = re.sub(r"[^A-Za-z0-9]+", "-", record.run.title).strip("-") or "run"
    return FileResponse(
        file_of(folder, step), media_type="application/octet-stream", filename=f"{name}-step-{step}.safetensors"
    )
