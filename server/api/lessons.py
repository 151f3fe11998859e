"""Lessons with their steps: those of the catalogue, and those that come as a text."""

import anyio.to_thread
from fastapi import APIRouter
from pydantic import Field

from models.sentences import Sentence, text_of
from server.api.services import Here
from server.catalogue import lessons
from server.people.person import Asking
from server.schema import titles
from server.schema.base import Body
from server.schema.catalogue import Lesson
from server.schema.refusal import Refusal

NO_LESSON = Sentence("lesson-not-found", "There is no lesson called {name} here.")
LESSON_LINE = Sentence("lesson-line", "Line {number}: {error}")

router = APIRouter()


class Text(Body):
    """A lesson as its author wrote it."""

    text: str = Field(max_length=100_000)


@router.post("/api/lessons")
async def read(here: Here, person: Asking, written: Text) -> Lesson:
    """A lesson from its text, as a link or a builder has it; nothing is kept."""
    try:
        with here.uploads.read_by(person):
            return await anyio.to_thread.run_sync(lessons.read, "yours", written.text, here.catalogue)
    except lessons.LessonError as error:
        raise Refusal(
            422, titles.NOT_A_LESSON, LESSON_LINE(number=error.line, error=text_of(error)), field="/text"
        ) from error


@router.get("/api/lessons/{name}")
async def one(here: Here, name: str, language: str = "en") -> Lesson:
    """A lesson with its steps; in English where it is not there in this language."""
    found = lessons.pick(here.lessons, name, language)
    if found is None:
        raise Refusal(404, titles.NO_SUCH_LESSON, NO_LESSON(name=name))
    return found
