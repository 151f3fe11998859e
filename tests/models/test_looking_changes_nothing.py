"""PyTorch's attention answers otherwise where its weights are asked for; a look leaves the network's answers alone."""

import pytest
import torch
from torch import Tensor, nn

from models.look.attention import weights_of
from models.spec.kinds import Batch


class Padded(nn.Module):
    """One layer of PyTorch's that reads texts of several lengths; one head, so that its short cut is not taken."""

    def __init__(self, asks: bool) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 1, batch_first=True)
        self.output, self.asks = nn.Linear(8, 3), asks

    def forward(self, batch: Batch) -> Tensor:
        """(batch, time, 8) and a mask of what is padded, (batch, time), to (batch, time, 3)."""
        read, _ = self.attention(*[batch.inputs] * 3, key_padding_mask=batch.mask, need_weights=self.asks)
        found: Tensor = self.output(read)
        return found


@pytest.mark.parametrize("asks", [False, True])
def test_a_text_that_is_all_padding_is_answered_as_without_a_look(asks: bool) -> None:
    torch.manual_seed(0)
    network = Padded(asks).eval()
    padded = torch.tensor([[False, False, True], [True, True, True]])
    batch = Batch(torch.randn(2, 3, 8), torch.zeros(1), padded)
    with torch.no_grad():
        alone = network(batch)
        outputs, weights = weights_of(network, batch)
    torch.testing.assert_close(outputs, alone, rtol=0, atol=0, equal_nan=True)
    assert outputs[1].isfinite().all() == (not asks)
    looked = weights["attention"]
    assert looked.shape == (2, 1, 3, 3)
    torch.testing.assert_close(looked[0].sum(-1), torch.ones(1, 3))
    assert not looked[0, :, :, 2].any()
    assert looked[1].isnan().all() if asks else not looked[1].any()
