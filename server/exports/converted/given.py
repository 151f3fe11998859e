"""What a row of layers is given and should answer, of the examples of a sample."""

import torch
from torch import Tensor
from torch.nn import functional

from models.spec.kinds import Form
from server.exports.converted.layer import Row
from server.exports.converted.sample import Sample


def given_to(row: Row, sample: Sample) -> Tensor:
    """Pictures (examples, height, width, channels), symbols one-hot (examples, time, symbols), windows as they are."""
    inputs = sample.inputs["inputs"]
    if row.one_hot:
        return functional.one_hot(inputs, row.one_hot).float()
    return inputs.permute(0, 2, 3, 1) if sample.spec.task.kind.inputs is Form.PICTURE else inputs


def answers_wanted(row: Row, sample: Sample) -> Tensor:
    """The network's own answers (examples, …), as the shares that the row's last layer makes of them."""
    match row.last:
        case "softmax":
            return torch.softmax(sample.outputs, -1)
        case "sigmoid":
            return torch.sigmoid(sample.outputs)
    return sample.outputs
