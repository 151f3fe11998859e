"""Text: which character, or which word, comes next? Romeo and Juliet, or a text of one's own.

Shannon had people guess the next letter ("Prediction and entropy of printed English", 1951): from 0.6 to 1.3 bits each.
Networks that write: Sutskever, Martens and Hinton, "Generating text with recurrent neural networks", 2011; words:
Mikolov et al., "Recurrent neural network based language model", 2010. What to watch: blanks and line breaks come right
first, then words, then the name before each speech; the sense never does.
"""

from typing import ClassVar

from pydantic import field_validator

from models.data.sets.romeo_and_juliet import load
from models.data.uploads.intake import problem
from models.data.uploads.texts import text_of_own
from models.spec.place import Place, Source
from models.spec.settings import refusal, setting
from models.texts.next_symbol import NextSymbol


class OwnText(NextSymbol):
    """Windows of the play that is always here, or of a text of a person's own."""

    title: ClassVar[str] = "Text"
    text: ClassVar[str] = "Reads a play, or a text of your own, and says which character or which word comes next."
    place: ClassVar[Place] = Place(
        "language",
        chapters=("equations",),
        effects=("temperature", "unknown-words"),
        sources=(
            Source("Shannon", 1951, "Prediction and entropy of printed English"),
            Source("Sutskever, Martens and Hinton", 2011, "Generating text with recurrent neural networks"),
        ),
    )

    data: str = setting(
        "",
        "Text of your own",
        "What is learnt from: a file of plain text, or what you paste. Without one, Romeo and Juliet.",
        length=(0, 64),
        format="data",
        form="text",
        group="Data",
    )

    @field_validator("data")
    @classmethod
    def it_is_here(cls, data: str) -> str:
        """Raises a refusal if the text is not here."""
        wrong = problem(data, "text")
        if wrong:
            raise refusal("data", wrong, None)
        return data

    def whole(self) -> str:
        return text_of_own(self.data) if self.data else load()
