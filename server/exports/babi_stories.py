"""The stories of a run as files of the bAbI tasks (Weston et al. 2015): one to learn from, one for the test."""

import io
import zipfile

from models.data.story_format import stories_of, write_stories
from models.sentences import Sentence
from models.spec.kinds import Form
from server.exports.exporter import Exporter
from server.exports.run.stored import StoredRun

STORIES = Sentence("export-stories", "stories (bAbI)")
STORIES_TEXT = Sentence(
    "export-stories-text",
    "What it learnt from and was tested on, as text files: change a story, and open the file as stories of your own.",
)
NO_STORIES = Sentence("export-no-stories", "This run read no stories.")

LEARN, TEST = "learn.txt", "test.txt"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Equal stories are equal files."""


class BabiStories(Exporter):
    name = "stories.zip"
    title = STORIES()
    text = STORIES_TEXT()
    media = "application/zip"
    rank = 44

    def concerns(self, stored: StoredRun) -> bool:
        return stored.spec.task.kind.inputs is Form.STORY

    def fits(self, stored: StoredRun) -> str | None:
        return None if hasattr(stored.spec.task, "parts") else NO_STORIES()

    def write(self, stored: StoredRun) -> bytes:
        train, validation, test = stored.spec.task.parts()  # type: ignore[attr-defined]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, asked in ((LEARN, [*train, *validation]), (TEST, test)):
                archive.writestr(zipfile.ZipInfo(name, LONG_AGO), write_stories(stories_of(asked)))
        return packed.getvalue()
