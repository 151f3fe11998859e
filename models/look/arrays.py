"""Arrays as base64 of small whole numbers: how everything but images travels to the page."""

import base64

from torch import Tensor

from models.look.pictures import NamedLine, Numbers, Panel
from models.sentences import Text


def shares(values: Tensor) -> str:
    """Values (…) from 0 to 1 as bytes."""
    return base64.b64encode((values.cpu().clamp(0, 1) * 255).round().byte().numpy().tobytes()).decode()


def fine_shares(values: Tensor) -> str:
    """Values (…) from 0 to 1 as whole numbers of 16 bits, the least byte first; 65535 is 1."""
    return base64.b64encode((values.cpu().clamp(0, 1) * 65535).round().numpy().astype("<u2").tobytes()).decode()


def counts(numbers: Tensor) -> str:
    """Whole numbers (…) from 0 as 32 bits each, the least byte first."""
    return base64.b64encode(numbers.cpu().numpy().astype("<u4").tobytes()).decode()


def numbers(values: Tensor) -> Numbers:
    """Values (…) of any shape and either sign, the largest at its full size."""
    values = values.detach().cpu().double()
    scale = (float(values.abs().max()) if values.numel() else 0.0) or 1.0
    packed = (values / scale * 32767).round().numpy().astype("<i2").tobytes()
    return Numbers(shape=list(values.shape), scale=scale, values=base64.b64encode(packed).decode())


def floats(values: Tensor) -> str:
    """Values (…) of any size as floating-point numbers of 32 bits, the least byte first."""
    return base64.b64encode(values.detach().cpu().float().numpy().astype("<f4").tobytes()).decode()


def line(name: str, values: Tensor, lowest: float = 0.0, highest: float = 0.0) -> NamedLine:
    """(count) values as a named line. Ends are taken, and not needed, for files written for version 0.1.0."""
    return NamedLine(name=Text.read(name), values=floats(values))


def signed_panel(title: str, values: Tensor, rows: list[str], columns: list[str]) -> Panel:
    """(rows, columns) values of either sign, the largest at full colour."""
    assert values.shape == (len(rows), len(columns)), (title, values.shape, len(rows), len(columns))
    scale = float(values.abs().max()) or 1.0
    numbers = (values.cpu() / scale * 127).round() + 128
    packed = base64.b64encode(numbers.byte().numpy().tobytes()).decode()
    return Panel(title=Text.read(title), rows=rows, columns=columns, values=packed, signed=True, scale=scale)


def tiled(maps: Tensor, columns: int) -> Tensor:
    """(count, height, width) side by side with a line of nothing between: one (rows, columns) picture."""
    count, height, width = maps.shape
    rows = -(-count // columns)
    cells = maps.new_zeros(rows * columns, height + 1, width + 1)
    cells[:count, :height, :width] = maps
    whole = cells.view(rows, columns, height + 1, width + 1).transpose(1, 2).flatten(2, 3).flatten(0, 1)
    return whole[:-1, :-1]


def unlabelled(count: int) -> list[str]:
    return [""] * count


def panel(title: str, values: Tensor, rows: list[str], columns: list[str]) -> Panel:
    """(rows, columns) values from 0 to 1 as a heat map; the labels say how many there are."""
    assert values.shape == (len(rows), len(columns)), (title, values.shape, len(rows), len(columns))
    return Panel(title=Text.read(title), rows=rows, columns=columns, values=shares(values))
