"""Separate random generators for separate purposes, so that changing one thing keeps the others' draws."""

import hashlib
from typing import Literal

import torch

Purpose = Literal["data", "weights", "order", "noise", "views"]


def generator(seed: int, purpose: Purpose, device: torch.device | str = "cpu") -> torch.Generator:
    """A generator that depends on ``seed`` and ``purpose`` alone."""
    digest = hashlib.sha256(f"{purpose} {seed}".encode()).digest()
    return torch.Generator(device).manual_seed(int.from_bytes(digest[:7], "big"))
