"""The built core: one library for each instruction set, the best of which this processor can is loaded.

Where none was built, or none can be loaded, everything is as it would be without: PyTorch alone.
"""

import ctypes
import os
import platform
from functools import cache
from pathlib import Path
from typing import Any

import torch

from models.engine_names import core_name
from models.native.layers import LAYERS, Layer, Line, Update

FOLDER = Path(os.environ.get("SCHOOLYARD_CORE", "") or Path(__file__).parent / "built")
"""Where ``scripts/native.py`` puts the libraries, and a wheel has them; an environment variable names others."""
BY_MACHINE = {"x86_64": ("avx512", "avx2", "plain"), "amd64": ("avx512", "avx2", "plain"), "arm64": ("neon",),
              "aarch64": ("neon",)}  # fmt: skip
"""Instruction sets, the best first."""
NEEDED = {"avx512": {"avx512f", "avx512bw", "avx512dq", "avx512vl"}, "avx2": {"avx2", "fma"}}
CHOICE = "SCHOOLYARD_INSTRUCTIONS"
"""An environment variable that names another instruction set, to measure it."""


class Core:
    """The functions of the library, and the name of the engine that it is."""

    def __init__(self, library: ctypes.CDLL, instructions: str) -> None:
        self.engine = core_name(instructions)
        integer: Any = ctypes.c_int64
        pointer: Any = ctypes.c_void_p
        self.size_of, self.room_of, self.packed_of = library.size_of, library.room_of, library.packed_of
        for function in (self.size_of, self.room_of, self.packed_of):
            function.restype = integer
        self.size_of.argtypes = [integer]
        self.room_of.argtypes = [integer, pointer, integer]
        self.packed_of.argtypes = [integer, pointer]
        self.forward, self.back, self.differentiate = library.forward, library.back, library.differentiate
        self.step, self.update = library.step, library.update
        lines: list[Any] = [ctypes.POINTER(Line), integer, integer]
        self.forward.argtypes = self.differentiate.argtypes = [*lines, integer]
        self.back.argtypes = lines
        self.step.argtypes = [*lines, integer, ctypes.POINTER(Update)]
        self.update.argtypes = [ctypes.POINTER(Update)]

    def room(self, layer: Layer, rows: int) -> int:
        """Floats of room that a chunk of ``rows`` takes."""
        return int(self.room_of(layer.kind, ctypes.addressof(layer), rows))

    def packed(self, layer: Layer) -> int:
        """Floats of what was packed."""
        return int(self.packed_of(layer.kind, ctypes.addressof(layer)))

    def fits(self) -> bool:
        """Whether its structs are those of ``layers.py``."""
        sizes = [(each.kind, ctypes.sizeof(each)) for each in LAYERS] + [(len(LAYERS), ctypes.sizeof(Update))]
        return all(self.size_of(kind) == size for kind, size in sizes)

    def folds(self) -> bool:
        """Whether a line may read several values of each example; a core that was built before that cannot tell."""
        return int(self.size_of(len(LAYERS) + 1)) == ctypes.sizeof(Line)


def core(engine: str = "") -> Core | None:
    """The core, or the one of this name ("native/avx2.2"); None where there is none that this processor can use."""
    wanted = [one for one in usable() if "/" not in engine or engine == core_name(one)]
    return next((found for one in wanted if (found := loaded(one))), None)


@cache
def loaded(instructions: str) -> Core | None:
    """The library for one instruction set, or None where there is none, or one of another version."""
    try:
        found = Core(ctypes.CDLL(str(FOLDER / f"core-{instructions}.so")), instructions)
    except (OSError, AttributeError):
        return None
    return found if found.fits() else None


def usable() -> tuple[str, ...]:
    """The instruction sets to try, in their order."""
    if named := os.environ.get(CHOICE):
        return (named,)
    able = abilities()
    return tuple(one for one in BY_MACHINE.get(platform.machine().lower(), ()) if NEEDED.get(one, set()) <= able)


def abilities() -> set[str]:
    """What this processor can, by Linux's names, as PyTorch found out; nothing beyond what all of its kind can."""
    level = torch.backends.cpu.get_cpu_capability()
    found: set[str] = set()
    if level in ("AVX2", "AVX512"):
        found |= NEEDED["avx2"]
    if level == "AVX512":
        found |= NEEDED["avx512"]
    return found
