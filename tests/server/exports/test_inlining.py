"""Two modules may define the same name: in a script each has a name of its own."""

from pathlib import Path

from models.catalogue import find
from models.spec.spec import Spec
from server.exports.pytorch.program import TrainedRun, script
from tests.server.exports.test_script import both
from tests.specs import FOUND

OWN = '''
"""A dense network whose names are those of the library too."""

from typing import Any, ClassVar

from torch import nn

from models.layers.activations import activation as made
from models.layers.classifier import PictureClassifier as Plain
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.settings import setting

ACTIVATIONS, LEAK = {"sum": nn.Identity}, 0.25


def activation(name: str) -> nn.Module:
    # Takes the library's where it has no own.
    return ACTIVATIONS[name]() if name in ACTIVATIONS else made(name, LEAK)


class PictureClassifier(Plain):
    def forward(self, batch: Batch) -> Any:
        return super().forward(batch) * 2


class SameNames(Architecture):
    title: ClassVar[str] = "Same names"
    text: ClassVar[str] = "A dense network."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})

    units: int = setting(6, "Units", "How many.", between=(1, 9), group="Network")

    def network(self, shapes: Shapes) -> nn.Module:
        first, second = nn.Linear(784, self.units), nn.Linear(self.units, shapes.classes)
        return PictureClassifier(nn.Flatten(), first, activation("sum"), activation("leaky ReLU"), second)
'''


def same_names(folder: Path) -> Spec:
    (folder / "architectures").mkdir(exist_ok=True)
    (folder / "architectures" / "same_names.py").write_text(OWN)
    found = find([folder])
    assert found.broken == []
    task = {"name": "digits", **FOUND.tasks["digits"].smallest}
    training = {"epochs": 1, "batch_size": 50}
    return found.parse({"task": task, "architecture": {"name": "same_names"}, "training": training})


def test_what_has_the_name_of_something_else_in_the_script_gets_another(tmp_path: Path, mnist: None) -> None:
    run, script_rows = both(same_names(tmp_path), tmp_path)
    assert script_rows == run


def test_the_second_of_a_name_has_that_of_its_module_with_it(tmp_path: Path) -> None:
    text = script(TrainedRun(same_names(tmp_path), 4, (4,)))
    assert "\ndef activation(name: str) -> nn.Module:\n    # Takes the library's where it has no own." in text
    assert "\ndef activation_of_layers_activations(name: str, leak: float" in text
    assert "\nPlain = PictureClassifier_of_layers_classifier\n" in text
