"""What the server says, in a language."""

import anyio.to_thread
from fastapi import APIRouter

from server.api.services import Here
from server.catalogue.translations import LANGUAGES, Template, sentences
from server.schema.refusal import unknown

router = APIRouter()


@router.get("/api/texts/{language}")
async def texts(here: Here, language: str) -> dict[str, Template]:
    """Sentences by code, with places for their values, and by path the titles of the catalogue and the
    names of layers that they name.

    ``{rows:whole}`` is ``rows``, written as a whole number. A sentence that counts has a form for each plural.
    """
    if language not in LANGUAGES:
        raise unknown("language", language)
    return {**await here.library.texts(language), **await anyio.to_thread.run_sync(sentences, language)}
