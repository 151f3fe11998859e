"""The memory of activations: bytes that a forward pass saves for backward."""

from typing import Any, Self

from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.hooks import RemovableHandle

WORKSPACE = 10
"""Floats that oneDNN's LSTM keeps for each of its states beside what autograd saves on the meta device, where it has no
kernel: 9 to 12, measured with PyTorch 2.13."""


class ActivationMemory:
    """A context that adds up the bytes of all that autograd saves in it, but for the parameters of ``network``.

    Shared storage is counted once. That holds on the meta device too, where storage has a size and no bytes.
    """

    def __init__(self, network: nn.Module) -> None:
        self.own = {memory(parameter) for parameter in network.parameters()}
        self.saved: dict[int, Any] = {}
        """Storage by its identity; it is referred to here, so that no other storage gets the same identity."""
        self.hooks = saved_tensors_hooks(self.save, lambda tensor: tensor)
        self.workspaces = 0
        """Bytes of those that the meta device does not have."""
        self.by_one_dnn = [
            one for one in network.modules() if isinstance(one, nn.LSTM) and not getattr(one, "own_steps", False)
        ]
        self.handles: list[RemovableHandle] = []

    def save(self, tensor: Tensor) -> Tensor:
        """Counts a tensor (…) that autograd saves, and returns it."""
        if memory(tensor) not in self.own:
            self.saved[memory(tensor)] = tensor.untyped_storage()
        return tensor

    def add_workspace(self, layer: nn.LSTM, _: Any, outputs: tuple[Tensor, Any]) -> None:
        """Counts that of all layers of ``layer``, whose last one gives states (batch, time, units)."""
        if outputs[0].is_meta:
            self.workspaces += WORKSPACE * layer.num_layers * int(outputs[0].nbytes)

    @property
    def bytes(self) -> int:
        return self.workspaces + int(sum(storage.nbytes() for storage in self.saved.values()))

    def __enter__(self) -> Self:
        self.hooks.__enter__()
        self.handles = [one.register_forward_hook(self.add_workspace) for one in self.by_one_dnn]
        return self

    def __exit__(self, *raised: Any) -> None:
        for handle in self.handles:
            handle.remove()
        self.hooks.__exit__(*raised)


def memory(tensor: Tensor) -> int:
    """The identity of the storage of a tensor (…); equal for tensors that share it."""
    return int(tensor.untyped_storage()._cdata)
