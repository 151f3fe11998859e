"""The layers of a network that are worth a row of the plan, and what they are called."""

from torch import nn


def rows(network: nn.Module) -> list[tuple[str, nn.Module]]:
    """The modules that are rows of the plan: those without parts, or with ``as_one_layer``."""
    found: list[tuple[str, nn.Module]] = []
    for name, module in network.named_children():
        if getattr(module, "as_one_layer", False) or not list(module.children()):
            found.append((name, module))
        else:
            found.extend((f"{name}.{inner}", part) for inner, part in rows(module))
    return [(name, module) for name, module in found if not idle(module)]


def idle(module: nn.Module) -> bool:
    """A dropout that drops nothing is not worth a row."""
    return getattr(module, "share", None) == 0


def kind_of(module: nn.Module) -> str:
    """The word for a layer: its own ``label``, or its class."""
    return str(getattr(module, "label", type(module).__name__))


def count(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())
