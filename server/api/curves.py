"""Curves, whole or in part, thinned or as measured."""

import csv
import io
import json
import math
from typing import Annotated, Literal

import anyio.to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response

from server.api.runs import Json
from server.api.services import Here
from server.people.person import Asking
from server.schema.runs import Curves
from server.store.protocol import LONGEST
from server.store.pyramid import ABSENT, Table, lists

router = APIRouter()


@router.get("/api/runs/{run}/points", response_model=Curves)
async def points(
    here: Here,
    person: Asking,
    run: str,
    clock: Literal["batch", "epoch", "test"] = "epoch",
    first: Annotated[int, Query(alias="from", ge=0, le=LONGEST)] = 0,
    last: Annotated[int, Query(alias="to", ge=0, le=LONGEST)] = LONGEST,
    most: Annotated[int, Query(ge=2, le=1_000_000)] = 2000,
    format: Literal["json", "csv"] = "json",
) -> Response:
    """Rows of one clock from one step to another; about `most` of them, the extremes, where there are more."""
    record = here.runs.records.of(person, run)
    rows, thinned = await here.store.curve(record.id, clock, first, last, most)
    write = as_csv if format == "csv" else as_json
    return await anyio.to_thread.run_sync(write, clock, rows, thinned)


def as_json(clock: str, rows: Table, thinned: bool) -> Response:
    return Json(json.dumps({"clock": clock, "columns": lists(rows), "thinned": thinned}))


def as_csv(clock: str, rows: Table, thinned: bool) -> Response:
    """``nan`` is a number that is not finite; an empty field was not measured."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_field(value) for value in row] for row in rows.rows.tolist())
    name = f"{clock}{'-extremes' if thinned else ''}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _field(value: float) -> str:
    if value == ABSENT:
        return ""
    if math.isfinite(value) and value == int(value):
        return str(int(value))
    return repr(value)
