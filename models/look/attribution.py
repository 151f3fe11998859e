"""What a picture of attribution is about: a class that a network may answer, or one map of one of its layers."""

from dataclasses import dataclass
from functools import partial

from torch import Tensor, nn

from models.layers.names import layer_name
from models.layers.receptive_fields import Passage, passages
from models.look.activations import OUTPUTS_NOT_FINITE
from models.look.classes import class_asked, class_choices
from models.look.kernels import ANSWERING, MOST, layer_asked, layer_choice
from models.look.marks import image_grid, marks_of
from models.look.pictures import HeatMap, MapChoice, Panel
from models.look.questions import question_or_example
from models.look.view import parted, probabilities
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Splits
from models.spec.spec import Spec
from models.spec.task import Task

MAP_OF = Sentence("attribution-map-of-layer", "map #{number} of {layer}")
UNIT_OF = Sentence("attribution-unit-of-layer", "unit #{number} of {layer}")


@dataclass(frozen=True)
class Target:
    """A number that a network gives for a picture: the score of a class, or how strongly a map of a layer answers.

    A map's answer is the sum of what it gives above 0 all over the picture (Zeiler and Fergus 2014, section 4.2); a
    unit's is what it gives.
    """

    task: Task
    batch: Batch
    """The one picture that is asked about."""
    chances: Tensor
    """(1, classes) on the host."""
    layers: dict[str, Passage]
    """Those of whose maps one may be asked for."""
    layer: Passage | None
    """None where it is a class."""
    number: int
    """Of the class or of the map, counted from 0."""

    @property
    def title(self) -> Text:
        """The name of the class, or which map of which layer."""
        if self.layer is None:
            return Text.read(self.task.class_names()[self.number])
        words = MAP_OF if self.layer.output.dim() == 4 else UNIT_OF
        return words(number=self.number + 1, layer=layer_name(str(self.layer.name)))

    def measured(self, network: nn.Module, batch: Batch) -> tuple[Tensor, Tensor]:
        """For each picture of ``batch`` the number, (pictures), and what the network answers, (pictures, classes).

        Raises ValueError if an output of the layer is no finite number any more.
        """
        if self.layer is None:
            outputs = network(batch)
            return outputs[:, self.number], outputs
        output, outputs = with_output(network, batch, self.layer.module)
        if not output.isfinite().all():
            raise ValueError(OUTPUTS_NOT_FINITE(layer=layer_name(str(self.layer.name))))
        return answers(output)[:, self.number], outputs

    def heat_map(self, panels: list[Panel], remarks: list[Text]) -> HeatMap:
        """``panels`` over the picture, with all that can be asked for in the place of this target."""
        names = self.task.class_names()
        shown = self.number if self.layer is None else int(self.chances[0].argmax())
        return HeatMap(
            panels=panels,
            mark=marks_of(self.task, self.batch, self.chances)[0],
            asked=image_grid(self.batch.inputs),
            choices=class_choices(names, self.chances[0], shown),
            chosen=names[shown] if self.layer is None else "",
            of_map=self.map_choice() if self.layers else None,
            remarks=remarks,
        )

    def map_choice(self) -> MapChoice:
        choices = [layer_choice(passage, asked=True) for passage in self.layers.values()]
        if self.layer is None:
            return MapChoice(layers=choices, layer="", map=0, levels=[])
        strengths = answers(self.layer.output)[0, :MOST].clamp_min(0)
        levels = (strengths / strengths.max().clamp_min(1e-12)).tolist()
        return MapChoice(
            layers=choices, layer=str(self.layer.name), map=self.number, levels=[round(one, 3) for one in levels]
        )


def target_asked(network: nn.Module, spec: Spec, splits: Splits, question: str) -> Target:
    """The class called as the part of ``question``, or the map asked for as "layer#number", counted from 1.

    A layer without a number is asked for its strongest map; nothing, for the likeliest class. Raises ValueError, in a
    sentence, where the question cannot be posed.
    """
    posed, part = parted(question)
    batch = question_or_example(spec.task, splits, network, posed)
    outputs: list[Tensor] = []
    found = passages(network, batch.inputs, lambda: outputs.append(network(batch)))
    layers = {name: one for name, one in found.items() if isinstance(one.module, ANSWERING)}
    layers = {name: one for name, one in layers.items() if one.output.dim() in (2, 4)}
    chances, names = probabilities(outputs[0], network), spec.task.class_names()
    name, hash_mark, number = part.rpartition("#")
    if part in names or not hash_mark or not layers:
        return Target(spec.task, batch, chances, layers, None, class_asked(names, chances[0], part))
    layer = layer_asked(layers, name)
    strengths = answers(layer.output)[0]
    wanted = int(number) - 1 if number.isdecimal() and int(number) > 0 else int(strengths[:MOST].argmax())
    return Target(spec.task, batch, chances, layers, layer, min(wanted, len(strengths) - 1))


def answers(output: Tensor) -> Tensor:
    """How strongly each map answers, of what a layer gave: (pictures, maps, …) -> (pictures, maps)."""
    return output.clamp_min(0).flatten(2).sum(2) if output.dim() == 4 else output


def with_output(network: nn.Module, batch: Batch, layer: nn.Module) -> tuple[Tensor, Tensor]:
    """What the layer gives at its first call, (pictures, …), and what the network answers, (pictures, classes)."""
    calls: list[Tensor] = []
    hook = layer.register_forward_hook(partial(record_output, calls))
    try:
        outputs: Tensor = network(batch)
    finally:
        hook.remove()
    return calls[0], outputs


def record_output(calls: list[Tensor], module: nn.Module, inputs: object, output: Tensor) -> None:
    """Stores what a layer gave, (…); a hook that returned something would change what the network does."""
    calls.append(output)
