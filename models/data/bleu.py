"""BLEU of a whole split (Papineni et al. 2002), by sacrebleu (Post, "A call for clarity in reporting BLEU", 2018).

It is no mean over sentences: n-grams are counted over all of them. So what is added up are its counts. sacrebleu is
imported when the first is counted.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

SIGNATURE = "nrefs:1|case:lc|eff:no|tok:13a|smooth:exp|version:2.6.0"
"""What sacrebleu calls this way of counting; a figure without it can be compared with nothing."""


def bleu_metric() -> Any:
    """Lower case, the tokenisation of the WMT campaigns ("13a"), smoothing by ever smaller counts."""
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(lowercase=True)


def bleu_sums(answers: Sequence[str], references: Sequence[str]) -> Tensor:
    """Lengths of both in words, right n-grams and all n-grams for n = 1 to 4, as they add up over batches, (10)."""
    found = bleu_metric().corpus_score(list(answers), [list(references)])
    return torch.tensor([found.sys_len, found.ref_len, *found.counts, *found.totals], dtype=torch.double)


def bleu_score(sums: Tensor) -> float:
    """BLEU, 0 to 100, of such sums (10)."""
    answered, right, *counts = (round(one) for one in sums.tolist())
    metric = bleu_metric()
    found = metric.compute_bleu(
        counts[:4],
        counts[4:],
        answered,
        right,
        smooth_method=metric.smooth_method,
        smooth_value=metric.smooth_value,
        effective_order=metric.effective_order,
        max_ngram_order=metric.max_ngram_order,
    )
    return min(100.0, float(found.score))  # rounding gives a little more to what is wholly right
