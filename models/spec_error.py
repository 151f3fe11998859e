"""What is wrong with a spec that cannot be used."""

from models.data.uploads.files import path_of
from models.sentences import Sentence, Text

DATA_GONE = Sentence("data-gone", "The data of this run are not here any more: {hash}. Upload the file again.")
UNUSABLE_NOW = Sentence("saved-spec-unusable", "Cannot be used as it was saved: {pointer} {error}")


class SpecError(ValueError):
    """A spec that cannot be used: where (JSON pointer), what came, why, and what would do."""

    def __init__(self, pointer: str, came: object, detail: str, allowed: object = None, nearest: object = None) -> None:
        super().__init__(f"{pointer}: {detail}")
        self.pointer, self.came, self.detail = pointer, came, Text.read(detail)
        self.allowed, self.nearest = allowed, nearest

    @property
    def of_saved_run(self) -> Text:
        """Why a spec that was right when it was saved cannot be used now: data were deleted, or settings are others."""
        if self.pointer == "/task/data" and isinstance(self.came, str) and path_of(self.came) is None:
            return DATA_GONE(hash=self.came[:8])
        return UNUSABLE_NOW(pointer=self.pointer, error=self.detail)
