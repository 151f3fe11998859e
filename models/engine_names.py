"""Names of what can take the steps of a training: PyTorch, or the native core, as it was built."""

TORCH = "torch"
"""PyTorch."""
BUILD = 2
"""Of the core and of how networks are put together from it: counts changes after which numbers add up in another order,
so that the last digits of a run differ. 1, which no name says, had chunks of any number of examples."""


def core_name(instructions: str) -> str:
    """Of the core of this build for one instruction set: "native/avx2.2"."""
    return f"native/{instructions}.{BUILD}"


def instructions_of(engine: str) -> str:
    """What a core, of whatever build, was built for."""
    return engine.removeprefix("native/").partition(".")[0]
