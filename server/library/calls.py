"""Questions to the library and their answers as they travel: JSON, in which refusals are answers too."""

import json
from collections.abc import Callable, Coroutine, Hashable, Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

from pydantic import BaseModel, TypeAdapter

from models.sentences import Text
from server.schema.refusal import Refusal

Returned = TypeVar("Returned")
Callbacks = Mapping[str, Callable[..., Coroutine[Any, Any, Any]]]
"""What whoever answers may ask back, by name."""
TEXT = TypeAdapter(Text)


class Answerer(Protocol):
    """Whoever answers questions: a process of its own, or a thread of this one."""

    async def call(self, question: bytes, callbacks: Callbacks) -> bytes:
        """The answer. Raises ``NobodyAnswers``, and what a callback raised."""
        ...


class NobodyAnswers(Exception):
    """Nobody could be started who answers; the text says why."""


class LibraryFailed(RuntimeError):
    """The library made a mistake; the text is its traceback."""


@lru_cache(None)
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Of a type as a function is annotated with it."""
    return TypeAdapter(kind)


def encode_question(name: str, values: Mapping[str, object]) -> bytes:
    return encoded({"name": name, "values": values})


def encode_values(values: object) -> bytes:
    """What is asked back, or answered to that."""
    return encoded(values)


def encode_answer(value: object, kind: Any) -> bytes:
    return encoded({"answer": adapter(kind).dump_python(value, mode="json")})


def encode_refusal(refusal: Refusal) -> bytes:
    title, detail = (TEXT.dump_python(text, mode="json") for text in (refusal.title, refusal.detail))
    more = {name: getattr(refusal, name) for name in ("field", "came", "allowed", "nearest")}
    return encoded({"refusal": {"status": refusal.status, "title": title, "detail": detail, **more}})


def encode_failure(error: OSError) -> bytes:
    return encoded({"system": [error.errno, error.strerror or str(error)]})


def encode_mistake(traceback: str) -> bytes:
    return encoded({"mistake": traceback})


def decode_answer(body: bytes, kind: type[Returned]) -> Returned:
    """Raises what answering raised: ``Refusal``, OSError or ``LibraryFailed``."""
    match json.loads(body):
        case {"answer": answer}:
            found: Returned = adapter(cast(Hashable, kind)).validate_python(answer)
            return found
        case {"refusal": dict(refused)}:
            title, detail = (Text.read(refused.pop(name)) for name in ("title", "detail"))
            raise Refusal(title=title, detail=detail, **refused)
        case {"system": [number, why]}:
            raise OSError(number, why)
        case {"mistake": traceback}:
            raise LibraryFailed(traceback)
    raise AssertionError(body[:80])


def encoded(value: object) -> bytes:
    """As JSON: what came to the server as JSON goes on as it was, numbers that are none and halves of letters too."""
    return json.dumps(value, default=plain).encode()


def plain(value: object) -> Any:
    """What JSON has no form for."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    if is_dataclass(value):
        return vars(value)
    return list(value) if isinstance(value, set | frozenset) else str(value)
