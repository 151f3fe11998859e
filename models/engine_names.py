"""Names of what can take the steps of a training; those of the core stand in ``native/library.py``."""

TORCH = "torch"
"""PyTorch."""
