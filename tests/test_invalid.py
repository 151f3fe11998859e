"""What pydantic finds wrong is a sentence with a code and its limit; what a validator says stays what it is."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from models.invalid import TOO_SMALL, invalid
from models.sentences import Text


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    epochs: int = Field(default=1, ge=1, le=9)
    kind: Literal["a", "b", "c"] = "a"
    name: str = Field(default="", max_length=3)

    @field_validator("name")
    @classmethod
    def _not_x(cls, name: str) -> str:
        if name == "x":
            raise ValueError(TOO_SMALL(limit=7))
        return name


def found(**values: object) -> Text:
    with pytest.raises(ValidationError) as raised:
        Body.model_validate(values)
    return invalid(raised.value.errors()[0])


@pytest.mark.parametrize(
    ("values", "code", "english"),
    [
        ({"epochs": 0}, "value-too-small", "This has to be at least 1."),
        ({"epochs": 10}, "value-too-large", "This can be at most 9."),
        ({"epochs": 1.5}, "not-whole-number", "This has to be a whole number."),
        ({"epochs": "many"}, "not-whole-number", "This has to be a whole number."),
        ({"kind": "d"}, "not-a-choice", "This has to be one of: 'a', 'b', 'c'."),
        ({"name": "long"}, "text-too-long", "This can have at most 3 characters."),
        ({"other": 1}, "unknown-field", "There is no such field here."),
        ({"name": "x"}, "value-too-small", "This has to be at least 7."),
    ],
)
def test_what_pydantic_finds_is_a_sentence_with_its_limit(values: dict[str, object], code: str, english: str) -> None:
    text = found(**values)
    assert (text.code, str(text)) == (code, english)
