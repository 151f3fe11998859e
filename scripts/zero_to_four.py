"""Trains the small network that has learnt the digits 0 to 4, and writes its weights beside models/images/bodies.py.

python -m scripts.zero_to_four

It is the body of which no file needs to be named. Seed 0, one thread, PyTorch's steps: the same weights on every
machine of one kind.
"""

import json

from safetensors.torch import save

from models.catalogue import find
from models.events import Points
from models.images.bodies import EXAMPLE, description_of
from models.training.checkpoints import Snapshot
from models.training.loop import train

SPEC = {
    "task": {"name": "digits", "which": "first half"},
    "architecture": {"name": "convnet", "blocks": "16k5 max2 32k5 max2 dense64"},
    "training": {"epochs": 6, "batch_size": 128, "learning_rate": 0.002, "schedule": "cosine", "engine": "torch"},
}


def main() -> None:
    spec = find().parse(SPEC)
    weights = None
    for output in train(spec, device="cpu"):
        if isinstance(output, Snapshot):
            weights = output.weights()
        elif isinstance(output, Points) and output.clock != "batch":
            print({name: values[-1] for name, values in output.columns.items() if "accuracy" in name})
    assert weights is not None
    content = save(weights.tensors, {"about": json.dumps({"network": description_of(spec)})})
    EXAMPLE.write_bytes(content)
    print(EXAMPLE.name, len(content), "bytes")


if __name__ == "__main__":
    main()
