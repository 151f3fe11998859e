"""One question, one answer: a function of a module of this folder, called with what came."""

import json
import traceback
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any, get_type_hints

from models.data.uploads.unusable import Unusable
from models.sentences import text_of
from models.spec_error import SpecError
from server.answers.loaded import Loaded
from server.library.calls import adapter, encode_answer, encode_failure, encode_mistake, encode_refusal
from server.runs.prepare import refusal
from server.schema import titles
from server.schema.refusal import Refusal

Ask = Callable[..., Any]
"""Asks the server back: the name of a callback and its values."""


def answer(loaded: Loaded, question: bytes, ask: Ask) -> bytes:
    """Whatever goes wrong is an answer too."""
    try:
        asked = json.loads(question)
        kinds = kinds_of(asked["name"])
        values = {name: adapter(kinds[name]).validate_python(value) for name, value in asked["values"].items()}
        if "ask" in kinds:
            values["ask"] = ask
        return encode_answer(function_of(asked["name"])(loaded, **values), kinds["return"])
    except Refusal as refused:
        return encode_refusal(refused)
    except SpecError as error:
        return encode_refusal(refusal(error))
    except Unusable as error:  # data that went between two looks at them
        return encode_refusal(Refusal(422, titles.UNUSABLE, text_of(error), field="/task/data"))
    except OSError as error:
        return encode_failure(error)
    except Exception:
        return encode_mistake(traceback.format_exc())


def function_of(name: str) -> Callable[..., Any]:
    """``runs.prepare`` is ``prepare`` of ``server.answers.runs``."""
    module, _, function = name.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), function)
    return found


@lru_cache
def kinds_of(name: str) -> dict[str, Any]:
    """Types of its parameters, and of what it returns."""
    return get_type_hints(function_of(name), include_extras=True)
