"""What pydantic found wrong with a value, as a sentence that every language has."""

from typing import Any

from pydantic_core import ErrorDetails

from models.sentences import Sentence, Text, text_of

TOO_SMALL = Sentence("value-too-small", "This has to be at least {limit}.")
TOO_LARGE = Sentence("value-too-large", "This can be at most {limit}.")
NOT_ABOVE = Sentence("value-not-above", "This has to be more than {limit}.")
NOT_BELOW = Sentence("value-not-below", "This has to be less than {limit}.")
TEXT_TOO_LONG = Sentence("text-too-long", "This can have at most {limit:whole} characters.")
TEXT_TOO_SHORT = Sentence("text-too-short", "This has to have at least {limit:whole} characters.")
TOO_MANY_VALUES = Sentence("too-many-values", "This can have at most {limit:whole} values.")
TOO_FEW_VALUES = Sentence("too-few-values", "This has to have at least {limit:whole} values.")
NOT_WHOLE_NUMBER = Sentence("not-whole-number", "This has to be a whole number.")
NOT_NUMBER = Sentence("not-number", "This has to be a number.")
NOT_FINITE = Sentence("not-finite", "This has to be a finite number.")
NOT_TRUE_OR_FALSE = Sentence("not-true-or-false", "This has to be true or false.")
NOT_TEXT = Sentence("not-text", "This has to be a text.")
NOT_OBJECT = Sentence("not-object", "This has to be an object, with names and values.")
NOT_LIST = Sentence("not-list", "This has to be a list.")
NOT_A_CHOICE = Sentence("not-a-choice", "This has to be one of: {choices}.")
MISSING = Sentence("value-missing", "This is missing.")
UNKNOWN_FIELD = Sentence("unknown-field", "There is no such field here.")

LIMITED = {
    "greater_than_equal": (TOO_SMALL, "ge"),
    "less_than_equal": (TOO_LARGE, "le"),
    "greater_than": (NOT_ABOVE, "gt"),
    "less_than": (NOT_BELOW, "lt"),
    "string_too_long": (TEXT_TOO_LONG, "max_length"),
    "string_too_short": (TEXT_TOO_SHORT, "min_length"),
    "too_long": (TOO_MANY_VALUES, "max_length"),
    "too_short": (TOO_FEW_VALUES, "min_length"),
}
"""By pydantic's type of error: the sentence, and what pydantic calls its limit."""
WITHOUT_VALUES = {
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), NOT_WHOLE_NUMBER),
    **dict.fromkeys(("float_type", "float_parsing"), NOT_NUMBER),
    "finite_number": NOT_FINITE,
    **dict.fromkeys(("bool_type", "bool_parsing"), NOT_TRUE_OR_FALSE),
    "string_type": NOT_TEXT,
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), NOT_OBJECT),
    **dict.fromkeys(("list_type", "tuple_type"), NOT_LIST),
    "missing": MISSING,
    "extra_forbidden": UNKNOWN_FIELD,
}


def invalid(error: ErrorDetails) -> Text:
    """One of ``ValidationError.errors()``; what is rare here is in pydantic's own words."""
    kind, context = error["type"], dict[str, Any](error.get("ctx", {}))
    if kind in WITHOUT_VALUES:
        return WITHOUT_VALUES[kind]()
    if kind in LIMITED:
        sentence, limit = LIMITED[kind]
        return sentence(limit=context[limit])
    if kind in ("literal_error", "enum"):
        return NOT_A_CHOICE(choices=context["expected"].replace(" or ", ", "))
    if kind == "value_error":  # raised by what a validator called
        return text_of(context["error"])
    return Text(f"{error['msg']}.")
