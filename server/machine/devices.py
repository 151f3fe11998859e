"""What can compute here."""

import os

import torch


def devices() -> list[str]:
    """Names of the devices, the processor last. Asks the driver's management library, so that CUDA stays untouched."""
    os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")
    return ["cuda"] * torch.cuda.is_available() + ["cpu"]
