"""Lessons with their steps: those of the catalogue, and those that come as a text."""

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from models.sentences import Sentence
from server.api.runs import Json
from server.api.services import Here
from server.people.person import Asking
from server.schema import titles
from server.schema.base import Body
from server.schema.catalogue import Lesson
from server.schema.refusal import Refusal

NO_LESSON = Sentence("lesson-not-found", "There is no lesson called {name} here.")

router = APIRouter()


class Text(Body):
    """A lesson as its author wrote it."""

    text: str = Field(max_length=100_000)


@router.post("/api/lessons", response_model=Lesson)
async def read(here: Here, person: Asking, written: Text) -> Response:
    """A lesson from its text, as a link or a builder has it; nothing is kept."""
    return Json(await here.library.read_lesson(person, written.text))


@router.get("/api/lessons/{name}", response_model=Lesson)
async def one(here: Here, name: str, language: str = "en") -> Response:
    """A lesson with its steps; in English where it is not there in this language."""
    found = await here.library.lesson(name, language)
    if found is None:
        raise Refusal(404, titles.NO_SUCH_LESSON, NO_LESSON(name=name))
    return Json(found)
