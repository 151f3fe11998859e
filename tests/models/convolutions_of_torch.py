"""A table of convolutions as torch works them out: what the page's own are held against (web/tests/convolved.json)."""

import json
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from models.look.convolutions import Convolution
from models.sentences import Text

TABLE = Path(__file__).parents[2] / "web/tests/convolved.json"
CASES: list[dict[str, Any]] = [
    {},
    {"stride": (2, 1), "padding": "same"},
    {"stride": (1, 2), "padding": "reflect", "kernel": (3, 5)},
    {"dilation": 2, "padding": "same"},
    {"dilation": 3},
    {"groups": 3, "maps": 3, "out": 3, "padding": "same"},
    {"maps": 3, "out": 2, "kernel": (1, 1)},
    {"transposed": True, "stride": (2, 2)},
    {"transposed": True, "stride": (2, 3), "kernel": (2, 4), "padding": "same"},
    {"transposed": True, "stride": (4, 4), "kernel": (3, 3), "padding": "same", "dilation": 1},
    {"padding": "reflect", "kernel": (4, 2), "stride": (3, 3), "bend": "relu"},
    {"bend": "threshold", "threshold": 0.25, "padding": "same"},
]
HEIGHT, WIDTH = 9, 8


def of_torch(layer: Convolution, maps: torch.Tensor) -> torch.Tensor:
    """The layer (outputs, height, width) by torch's own words of padding, where it has them, of maps (inputs, height,
    width)."""
    if layer.padding == "same" and layer.stride == (1, 1) and not layer.transposed:
        return functional.conv2d(
            maps[None], layer.weights, padding="same", dilation=layer.dilation, groups=layer.groups
        )[0]
    return layer.of(maps)


def table() -> str:
    generator = torch.Generator().manual_seed(3)
    rows = []
    for case in CASES:
        count, out, groups = case.get("maps", 1), case.get("out", 1), case.get("groups", 1)
        kernel = case.get("kernel", (3, 3))
        maps = torch.randn(count, HEIGHT, WIDTH, generator=generator)
        weights = torch.randn(out, count // groups, *kernel, generator=generator)
        laid = {name: case[name] for name in ("stride", "padding", "dilation", "transposed") if name in case}
        layer = Convolution(weights, groups=groups, **laid)
        bend, threshold = case.get("bend", ""), case.get("threshold", 0.0)
        stage = layer.stage(Text("one"), (HEIGHT, WIDTH), bend, threshold)
        sums = of_torch(layer, maps)
        after = {"": sums, "relu": sums.relu(), "threshold": (sums > threshold).float()}[bend]
        rows.append(
            {
                "case": case, "stage": json.loads(stage.model_dump_json()),
                "maps": [round(one, 6) for one in maps.flatten().tolist()], "shape": list(maps.shape),
                "made": [round(one, 4) for one in after.flatten().tolist()], "size": list(after.shape),
            }
        )  # fmt: skip
    return json.dumps(rows, separators=(",", ":")).replace('{"case"', '\n{"case"') + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
