"""Views know no network: whoever writes one file with layers that say what they show, sees it."""

import ast
import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.catalogue import Catalogue, find
from models.events import RunState, State
from models.layers.meta import network_on_meta
from models.look.attention import joined_calls, weights_of
from models.look.pictures import HeatMap, Panel
from models.look.view import layer_types, look
from models.spec.kinds import Batch, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.loop import train

VIEWS = Path(__file__).parents[2] / "models" / "views"

ATTENDING = '''"""Self-attention with two heads, and one query that reads all of it for every place of the answer."""

from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from models.layers.attention import Attend, Axis
from models.spec import Architecture, Batch, Kind, Shapes


class Tiny(Architecture):
    """The least that attends."""

    title: ClassVar[str] = "Tiny"
    text: ClassVar[str] = "Attends twice."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.SYMBOLS_TO_SYMBOLS})

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(shapes)


class ToItself(Attend):
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        heads = x.unflatten(2, (2, -1)).transpose(1, 2)  # (batch, heads, time, width)
        weights = (heads @ heads.transpose(2, 3)).softmax(-1)
        return (weights @ heads).transpose(1, 2).flatten(2), weights


class ToAll(Attend):
    query_axis: ClassVar[Axis] = "outputs"

    def __init__(self, places: int) -> None:
        super().__init__()
        self.asked = nn.Parameter(torch.randn(places, 8))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        weights = (self.asked @ x.transpose(1, 2)).softmax(-1)
        return weights @ x, weights


class Network(nn.Module):
    def __init__(self, shapes: Shapes) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(shapes.source), 8)
        self.mixing = ToItself()
        self.reading = ToAll(shapes.targets[0])
        self.output = nn.Linear(8, len(shapes.target))

    def forward(self, batch: Batch) -> Tensor:
        mixed, _ = self.mixing(self.embedding(batch.inputs))
        return self.output(self.reading(mixed)[0])
'''

REMEMBERING = '''"""A memory of three places: one head writes what it is given, another reads the first place."""

from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from models.layers.memory import MemoryHead
from models.spec import Architecture, Batch, Kind, Shapes


class Tiny(Architecture):
    """The least that remembers."""

    title: ClassVar[str] = "Tiny"
    text: ClassVar[str] = "Writes and reads."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.BITS_TO_BITS})

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(shapes)


class Pen(MemoryHead):
    label = "Pen"
    writes: ClassVar[bool] = True

    def __init__(self, bits: int) -> None:
        super().__init__()
        self.where = nn.Linear(bits, 3)

    def forward(self, bits: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        weights = self.where(bits).softmax(-1)
        return memory + weights.unsqueeze(2) * bits.unsqueeze(1), weights


class Eye(MemoryHead):
    label = "Eye"

    def forward(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        weights = torch.eye(3)[0].expand(len(memory), 3)
        return memory[:, 0], weights


class Network(nn.Module):
    def __init__(self, shapes: Shapes) -> None:
        super().__init__()
        self.eye, self.pen = Eye(), Pen(shapes.inputs[1])
        self.output = nn.Linear(shapes.inputs[1], shapes.targets[1])

    def forward(self, batch: Batch) -> Tensor:
        memory = batch.inputs.new_zeros(len(batch.inputs), 3, batch.inputs.shape[2])
        seen = []
        for bits in batch.inputs.unbind(1):
            memory, _ = self.pen(bits, memory)
            seen.append(self.output(self.eye(memory)[0]))
        return torch.stack(seen, 1)
'''


def own(folder: Path, text: str, task: str) -> tuple[Catalogue, Spec, nn.Module, Splits]:
    """What is found with the text as an architecture of one's own, and its network after a few steps."""
    (folder / "architectures").mkdir()
    (folder / "architectures" / "tiny.py").write_text(text, "utf-8")
    found = find([folder])
    assert not found.broken
    smallest = {"name": task, **found.tasks[task].smallest}
    spec = found.parse({"task": smallest, "architecture": {"name": "tiny"}, "training": {"batches": 3}})
    *_, last = train(spec)
    assert isinstance(last, State)
    assert last.state is RunState.FINISHED
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    return found, spec, network, spec.task.splits(generator(0, "data"))


def offered(found: Catalogue, spec: Spec) -> set[str]:
    return {name for name, view in found.views.items() if view.offered(spec.task, spec.architecture)}


def values(panel: Panel) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(panel.values), np.uint8).reshape(len(panel.rows), len(panel.columns)) / 255


def test_an_attending_network_of_ones_own_has_its_map_for_one_file(tmp_path: Path) -> None:
    found, spec, network, splits = own(tmp_path, ATTENDING, "addition")
    assert {"attention_map", "depends"} <= offered(found, spec)
    assert not {"heads", "gates"} & offered(found, spec)
    picture = look(found.views["attention_map"], network, spec, splits, "4+5")
    assert isinstance(picture, HeatMap)
    assert picture.mark is not None
    titles = ["mixing · head 1", "mixing · head 2", "reading · down: what is written, across: what is read"]
    assert [panel.title for panel in picture.panels] == titles
    assert [(panel.rows, panel.columns) for panel in picture.panels[:2]] == [(list("4+5"), list("4+5"))] * 2
    assert ("".join(picture.panels[2].rows).strip(), picture.panels[2].columns) == (picture.mark.answer, list("4+5"))
    batch = spec.task.pose("4+5")
    embedded: Tensor = network.get_submodule("embedding")(batch.inputs)
    half = embedded[0, :, 4:].detach()  # (time, width) of the second head
    np.testing.assert_allclose(values(picture.panels[1]), (half @ half.T).softmax(-1), atol=0.003)


def test_a_network_with_a_memory_of_ones_own_has_its_heads_for_one_file(tmp_path: Path) -> None:
    found, spec, network, splits = own(tmp_path, REMEMBERING, "copying")
    assert "heads" in offered(found, spec)
    assert "attention_map" not in offered(found, spec)
    picture = look(found.views["heads"], network, spec, splits, "")
    assert isinstance(picture, HeatMap)
    titles = [panel.title for panel in picture.panels]
    assert titles == ["Given", "To be written", "Written", "Pen", "Eye"]
    np.testing.assert_array_equal(
        values(picture.panels[4]), np.eye(3)[0][:, None].repeat(len(picture.panels[4].columns), 1)
    )
    given = torch.tensor(values(picture.panels[0]).T.copy(), dtype=torch.float)  # (time, bits)
    expected = network.get_submodule("pen.where")(given).softmax(-1).detach()
    np.testing.assert_allclose(values(picture.panels[3]).T, expected, atol=0.003)


class OfTorch(nn.Module):
    """PyTorch's own encoder, which works out no weights unless it is asked to."""

    def __init__(self) -> None:
        super().__init__()
        layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
        self.layers = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)

    def forward(self, batch: Batch) -> Tensor:
        found: Tensor = self.layers(batch.inputs)
        return found


def test_pytorch_s_own_attention_is_seen_and_computes_what_it_did() -> None:
    torch.manual_seed(0)
    network = OfTorch().eval()
    batch = Batch(torch.randn(1, 5, 8), torch.zeros(1))
    with torch.no_grad():
        outputs, weights = weights_of(network, batch)
        torch.testing.assert_close(outputs, network(batch))
        first: Any = network.get_submodule("layers.layers.0.self_attn")
        _, expected = first(batch.inputs, batch.inputs, batch.inputs, average_attn_weights=False)
    assert list(weights) == ["layers.layers.0.self_attn", "layers.layers.1.self_attn"]
    torch.testing.assert_close(weights["layers.layers.0.self_attn"], expected)
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())


def test_steps_are_put_below_one_another_and_a_reading_anew_replaces_the_last() -> None:
    steps = [torch.full((1, 2, 1, keys), 1 / keys) for keys in (1, 2, 3)]
    assert joined_calls(steps)[0, 0].tolist() == [[1, 0, 0], [0.5, 0.5, 0], pytest.approx([1 / 3] * 3)]
    longer = [torch.ones(1, 1, count, 4) for count in (1, 2, 3)]
    assert joined_calls(longer) is longer[2]


PICTURES = (
    ATTENDING.replace("SYMBOLS_TO_SYMBOLS", "IMAGE_TO_CLASS").partition("class ToItself")[0]
    + """
class Patches(Attend):
    key_grid = (4, 4)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        weights = (x @ x.transpose(1, 2)).softmax(-1).unsqueeze(1)  # (batch, 1, parts, parts)
        return (weights.squeeze(1) @ x), weights


class Network(nn.Module):
    def __init__(self, shapes: Shapes) -> None:
        super().__init__()
        self.first = nn.Parameter(torch.zeros(1, 1, 8))
        self.cut = nn.Conv2d(shapes.inputs[0], 8, 7, 7)
        self.attention = Patches()
        self.output = nn.Linear(8, shapes.classes)

    def forward(self, batch: Batch) -> Tensor:
        parts = self.cut(batch.inputs).flatten(2).transpose(1, 2)  # (batch, 16, 8)
        context, _ = self.attention(torch.cat([self.first.expand(len(parts), 1, 8), parts], 1))
        return self.output(context[:, 0])
"""
)


def test_attention_to_the_parts_of_a_picture_is_drawn_as_they_lie(tmp_path: Path, mnist: None) -> None:
    found, spec, network, splits = own(tmp_path, PICTURES, "digits")
    network.get_parameter("first").data[:] = 0.3
    drawing = base64.b64encode(bytes(place % 256 for place in range(784))).decode()
    picture = look(found.views["attention_map"], network, spec, splits, drawing)
    assert isinstance(picture, HeatMap)
    assert picture.asked is not None
    (panel,) = picture.panels
    expected = weights_of(network, spec.task.pose(drawing))[1]["attention"][0, 0, 0, 1:].view(4, 4)
    np.testing.assert_allclose(values(panel), expected.detach() / expected.max().item(), atol=0.003)


def test_no_view_imports_a_network_a_task_or_another_view() -> None:
    known = [
        f"{file.name} imports {node.module}"
        for file in VIEWS.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("models.architectures", "models.tasks", "models.views"))
    ]
    assert not known


def test_all_views_together_build_a_network_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found, built = find(), 0
    network = found.architectures["attention"].network

    def counted(*given: Any) -> nn.Module:
        nonlocal built
        built += 1
        return network(*given)

    monkeypatch.setattr(found.architectures["attention"], "network", counted)
    layer_types.cache_clear()
    network_on_meta.cache_clear()
    task, architecture = found.tasks["translation"](), found.architectures["attention"]()
    assert [name for name, view in found.views.items() if view.offered(task, architecture)]
    assert built == 1
