"""Files to take away."""

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import FileResponse, PlainTextResponse, Response

from server.api.files import KeptFile
from server.api.services import Here
from server.exports.naming import script_name, weights_name
from server.exports.of_run import script_of
from server.people.person import Asking
from server.schema.base import At
from server.store.sqlite.store import LONGEST
from server.weights.folder import chosen, file_of, kept_steps, not_kept

router = APIRouter()


@router.get("/api/runs/{run}/export/script.py", response_class=PlainTextResponse)
async def script(here: Here, person: Asking, run: str) -> Response:
    """The run as one plain PyTorch file that gives its curve again."""
    record = here.runs.records.of(person, run)
    changed, (tests, _) = await here.runs.changes(record), await here.store.curve(run, "test", 0, LONGEST, 10_000)
    tested = [int(step) for step in tests.steps]
    scorings, _ = await here.store.curve(run, "epoch", record.run.step, LONGEST, 1)
    scored = int(scorings.steps[-1]) if len(scorings) else 0
    text = await anyio.to_thread.run_sync(script_of, here.catalogue, record.run, changed, tested, scored)
    return PlainTextResponse(
        text, headers={"content-disposition": f'attachment; filename="{script_name(here.catalogue, record.run)}"'}
    )


@router.get("/api/runs/{run}/export/weights.safetensors", response_class=FileResponse)
async def weights(here: Here, person: Asking, run: str, at: At = "live") -> Response:
    """The newest weights that are kept, the `best`, or those of a step."""
    record = here.runs.records.of(person, run)
    folder = here.runs.journal.folder(record.id)
    steps = await anyio.to_thread.run_sync(kept_steps, folder)
    step = chosen(record.run, steps, at)
    if step is None:
        raise not_kept(record.run, steps, at)
    return KeptFile(
        file_of(folder, step),
        media_type="application/octet-stream",
        filename=weights_name(here.catalogue, record.run, step, steps),
    )
