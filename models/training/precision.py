"""Forward passes in bfloat16, where the processor or GPU has instructions for that: weights and updates stay float32.

Micikevicius et al., "Mixed precision training", 2018; Kalamkar et al., "A study of bfloat16 for deep learning
training", 2019: its exponent is that of float32, so no loss has to be scaled.
"""

from collections.abc import Iterator

import torch

from models.events import Notice
from models.sentences import Sentence
from models.spec.kinds import Objective

BFLOAT16 = "bfloat16"
NO_BFLOAT16 = Sentence(
    "lower-precision-missing",
    "This machine has no instructions for bfloat16 and would be slower by it: it learns in float32.",
)


def has_bfloat16(device: str) -> bool:
    """Whether a device of this type ("cpu", "cuda") multiplies bfloat16 by instructions of its own."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    able = torch.cpu.get_capabilities()
    return any(bool(able.get(name)) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def in_precision(objectives: Iterator[Objective], precision: str, device: str) -> Iterator[Objective]:
    """The same, each worked out in ``precision`` ("float32", "bfloat16"), in float32 where the device has no other."""
    if precision != BFLOAT16 or not has_bfloat16(device):
        yield from objectives
        return
    while True:
        with torch.autocast(device, torch.bfloat16):
            objective = next(objectives, None)
        if objective is None:
            return
        yield objective


def precision_notices(precision: str, device: str) -> list[Notice]:
    """What to tell of a run that cannot have the precision that it asks for."""
    if precision != BFLOAT16 or has_bfloat16(device):
        return []
    return [Notice(code="settings", text=NO_BFLOAT16())]
