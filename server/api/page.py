"""The page itself."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.templating import Jinja2Templates

from server.api.assets import PREFIX, STATIC, built
from server.api.embedding import VIEW_PATH, oembed_of
from server.api.services import Here
from server.security.headers import POLICY, framed_by

router = APIRouter()

TEMPLATES = Path(__file__).parent.parent
ICONS = ("icon.svg", "favicon.svg", "favicon.ico")

# A document's own policy cannot say who may frame it; the header does.
OWN_POLICY = POLICY.replace("; frame-ancestors 'none'", "")


@router.get("/", response_class=HTMLResponse)
def page(request: Request) -> HTMLResponse:
    """The one page; what it shows is in the rest of its address."""
    return written(request)


@router.get(VIEW_PATH, response_class=HTMLResponse)
def framed(request: Request, here: Here) -> HTMLResponse:
    """The same page for a frame, with nothing to press: one view inside up to four networks (`run`, `view`, `question`,
    `part`), as they learn or at an `epoch`.
    """
    answer = written(request, oembed_of(request))
    answer.headers["content-security-policy"] = framed_by(OWN_POLICY, here.settings.embed_in)
    return answer


def written(request: Request, oembed: str = "") -> HTMLResponse:
    templates = Jinja2Templates(TEMPLATES)
    root = request.scope.get("root_path", "")
    icon = next((root + PREFIX + name for name in ICONS if (STATIC / name).is_file()), "data:,")
    context = {"built": built(), "policy": OWN_POLICY, "icon": icon, "root": root, "oembed": oembed}
    return templates.TemplateResponse(request, "page.html.j2", context, headers={"cache-control": "no-cache"})


@router.get("/#{setup:path}", include_in_schema=False)
def escaped(request: Request, setup: str) -> RedirectResponse:
    """A link whose # some program on its way has escaped: what stands behind it is the setup all the same."""
    as_sent: str = request.scope["raw_path"].decode("latin-1")
    written = as_sent.partition("%23")[2]
    return RedirectResponse(f"{request.scope.get('root_path', '')}/#{written}")
