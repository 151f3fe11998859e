"""Files to take away, which somebody may delete at the very moment they are asked for."""

import os

import anyio.to_thread
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from models.sentences import Sentence
from server.schema import titles
from server.schema.refusal import Refusal

FILE_GONE = Sentence("file-gone", "This file is not there any more.")


class StoredFile(FileResponse):
    """A file, or where it is gone by now the sentence that it is."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self.stat_result = await anyio.to_thread.run_sync(os.stat, self.path)
        except OSError as error:
            name = os.path.basename(self.path)
            raise Refusal(404, titles.NOT_THERE_ANY_MORE, FILE_GONE(), came=name) from error
        self.set_stat_headers(self.stat_result)
        await super().__call__(scope, receive, send)
