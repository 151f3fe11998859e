"""What layers are called on the page: the parts of their names, as of "generator.up1", and their types.

Translations are tables ``[parts]`` and ``[types]``: those that several architectures share lie beside this file, those
of one architecture beside its own. web/text/layers.ts words the names of layers in the same way.
"""

import re

from torch import nn

from models.layers.tree import kind_of
from models.sentences import Sentence, Text

NUMBERED = Sentence("layer-numbered", "{name}{number}")
WITHIN = Sentence("layer-within", "{outer}.{layer}")
NAME = re.compile(r"(.*?)(\d\w*)?")
"""A part of a name, and the number at its end: "conv" and "1", "inception" and "3a"."""


def layer_name(name: str) -> Text:
    """The name of a layer, whose parts and numbers a language puts together in its own way. In English it stays."""
    outer, dot, own = name.rpartition(".")
    if dot:
        return WITHIN(outer=layer_name(outer), layer=layer_name(own))
    found = NAME.fullmatch(name)
    part, number = found.groups() if found else (name, None)
    if not number:
        return Text(name, f"parts.{name}")
    return NUMBERED(name=Text(part, f"parts.{part}"), number=number) if part else Text(name)


def layer_type(module: nn.Module) -> Text:
    """The word for a layer."""
    kind = kind_of(module)
    return Text(kind, f"types.{kind}")
