"""Arrays as base64 of small whole numbers: how everything but images travels to the page."""

import base64

from torch import Tensor

from models.pictures import NamedLine, Panel


def shares(values: Tensor) -> str:
    """Values from 0 to 1 as bytes."""
    return base64.b64encode((values.cpu().clamp(0, 1) * 255).round().byte().numpy().tobytes()).decode()


def line(name: str, values: Tensor, lowest: float, highest: float) -> NamedLine:
    """(count) values between ``lowest`` and ``highest`` as a named line."""
    scaled = (values.cpu().double() - lowest) / ((highest - lowest) or 1.0) * 65535
    return NamedLine(name=name, values=base64.b64encode(scaled.round().numpy().astype("<u2").tobytes()).decode())


def panel(title: str, values: Tensor, rows: list[str], columns: list[str]) -> Panel:
    """(rows, columns) values from 0 to 1 as a heat map; the labels say how many there are."""
    assert values.shape == (len(rows), len(columns)), (title, values.shape, len(rows), len(columns))
    return Panel(title=title, rows=rows, columns=columns, values=shares(values))
