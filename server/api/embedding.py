"""Curves to be shown on pages of others, read-only: slides, a learning platform. As they grow, or frozen at a step."""

from html import escape
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse
from starlette.templating import Jinja2Templates

from models.sentences import Sentence
from server.api.services import Here
from server.embedding.drawing import Line, drawn
from server.people.person import Asking
from server.runs.records import Record
from server.schema import titles
from server.schema.embedding import Embedding
from server.schema.refusal import Refusal
from server.security.headers import framed_by
from server.services import Parts
from server.store.protocol import LONGEST
from server.store.pyramid import lists

NO_SUCH_SERIES = Sentence("embed-series-unknown", "These runs have not measured {series}.")
NOT_EMBEDDABLE = Sentence("embed-address-unknown", "Only addresses of this server that end in {path} can be embedded.")

router = APIRouter()
TEMPLATES = Path(__file__).parent.parent
PATH = "/api/embed"
VIEW_PATH = "/embed"
"""Of the page that shows a view inside networks: server/api/page.py."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
ROWS, SECONDS = 600, 5
SIZE = (640, 400)

Chosen = Annotated[list[str], Query(alias="run", min_length=1, max_length=16, description="Their ids.")]
Side = Annotated[int | None, Query(ge=100, le=10_000)]


@router.get(PATH, response_class=HTMLResponse)
async def embed(
    here: Here,
    person: Asking,
    request: Request,
    chosen: Chosen,
    series: Annotated[str, Query(max_length=100)] = "",
    until: Annotated[int, Query(ge=0, le=LONGEST, description="The last step that is shown.")] = LONGEST,
) -> HTMLResponse:
    """A page with one chart and nothing to press. It draws itself anew while runs are at work, unless it is frozen."""
    records = [here.runs.records.of(person, run) for run in dict.fromkeys(chosen)]
    name = series or next((one.run.best.series for one in records if one.run.best is not None), "loss")
    lines = [line for one in records if (line := await line_of(here, one, name, until)) is not None]
    if series and not lines:
        raise Refusal(422, titles.UNUSABLE, NO_SUCH_SERIES(series=series), field="series", came=series)
    live = until == LONGEST and any(one.active for one in records)
    context = {
        "title": name,
        "drawing": drawn(lines, name),
        "seconds": SECONDS if live else 0,
        "oembed": oembed_of(request),
    }
    headers = {"content-security-policy": framed_by(POLICY, here.settings.embed_in)}
    return Jinja2Templates(TEMPLATES).TemplateResponse(request, "embed.html.j2", context, headers=headers)


async def line_of(here: Parts, record: Record, series: str, until: int) -> Line | None:
    """The validation curve of a run, or that of its batches."""
    for clock, name in (("epoch", f"validation/{series}"), ("batch", f"train/{series}")):
        rows, _ = await here.store.curve(record.id, clock, 0, until, ROWS)
        columns = lists(rows)
        if name in columns:
            epochs = [float(one or 0) for one in columns.get("epoch", columns["step"])]
            return Line(str(record.run.title) or record.id, epochs, columns[name])
    return None


@router.get("/api/embedding")
async def sites(here: Here, person: Asking) -> Embedding:
    """Which sites may frame a chart."""
    return Embedding(sites=list(here.settings.embed_in))


@router.get("/api/oembed")
async def oembed(
    here: Here,
    person: Asking,
    request: Request,
    url: Annotated[str, Query(max_length=2000)],
    maxwidth: Side = None,
    maxheight: Side = None,
    format: Annotated[str, Query(pattern="^json$")] = "json",
) -> dict[str, Any]:
    """How an address of `/api/embed` or `/embed` is embedded, as oEmbed 1.0 has it."""
    asked = urlsplit(url)
    if asked.netloc != request.url.netloc or not asked.path.endswith(VIEW_PATH):
        raise Refusal(422, titles.UNUSABLE, NOT_EMBEDDABLE(path=VIEW_PATH), field="url", came=url[:200])
    for run in parse_qs(asked.query).get("run", []):
        here.runs.records.of(person, run)
    width, height = min(maxwidth or SIZE[0], SIZE[0]), min(maxheight or SIZE[1], SIZE[1])
    source = escape(url, quote=True)
    html = f'<iframe src="{source}" width="{width}" height="{height}" style="border:0" loading="lazy"></iframe>'
    return {
        "version": "1.0", "type": "rich", "provider_name": "Schoolyard", "provider_url": address(request),
        "html": html, "width": width, "height": height,
    }  # fmt: skip


def oembed_of(request: Request) -> str:
    """Where a platform asks how the page that is asked for is embedded."""
    return f"{address(request)}/api/oembed?{urlencode({'url': str(request.url)})}"


def address(request: Request) -> str:
    """Of this server, as whoever asks has it."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"
