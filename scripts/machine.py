"""What a figure was measured on, in words."""

import os
import platform
from pathlib import Path

import torch


def machine() -> str:
    """Processor and cores, system, Python and torch; the GPU where there is one."""
    parts = [f"{processor()}, {os.cpu_count()} cores", platform.system(), f"Python {platform.python_version()}"]
    parts.append(f"torch {torch.__version__}")
    if torch.cuda.is_available():
        parts.insert(1, torch.cuda.get_device_name())
    return ", ".join(parts)


def processor() -> str:
    """Linux says it in a file; elsewhere Python knows."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
