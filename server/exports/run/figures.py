"""Numbers as text that is read again to the last bit."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def figures(values: NDArray[np.float64]) -> list[str]:
    """Whole ones without a point, ``nan`` of what is no number, and nothing of what was not measured."""
    return [figure(value) for value in values.tolist()]


def figure(value: Any) -> str:
    if value == math.inf:
        return ""
    whole = math.isfinite(value) and abs(value) < 2**53 and value == int(value)
    return str(int(value)) if whole else repr(value)
