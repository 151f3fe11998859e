"""The numbers in a file of weights. Apart from what its heading says, which is asked where there is no torch."""

import json

import torch
from torch import Tensor

DTYPES = {"F32": torch.float32, "F64": torch.float64, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}
"""What safetensors calls the numbers of networks."""


def tensors_in(content: bytes) -> dict[str, Tensor]:
    """All tensors (…) of a file of weights, by name."""
    begin = 8 + int.from_bytes(content[:8], "little")
    heading = json.loads(content[8:begin])
    found = {}
    for name, one in heading.items():
        if name != "__metadata__":
            start, end = one["data_offsets"]
            numbers = bytearray(content[begin + start : begin + end])
            flat = torch.frombuffer(numbers, dtype=DTYPES[one["dtype"]]) if numbers else torch.empty(0)
            found[name] = flat.view(one["shape"])
    return found
