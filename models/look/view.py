"""What a view is: one thing to look at inside a network, computed only when somebody looks."""

import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from models.layers.meta import network_on_meta, on_meta
from models.look.groups import GROUPS, Group
from models.look.moment import Moment
from models.look.pictures import Picture
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Kind, Shapes, Splits
from models.spec.spec import Spec
from models.spec.task import Task

NO_SUCH_GROUP = Sentence("no-such-view-group", "{view} stands in the group {group}; there are {groups}")
NOT_DRAWN = Sentence("view-failed", "{title} cannot be drawn here: {error}")

Layers = type[nn.Module] | tuple[type[nn.Module], ...]


@dataclass(frozen=True)
class LookAnswer:
    """The answer to a look: a picture, or why there is none."""

    number: int
    step: int
    epoch: float
    picture: Picture | None
    refused: Text = NO_TEXT


class View(ABC):
    """One file, one view. ``picture`` runs in eval mode, without gradients unless it asks for them."""

    title: ClassVar[str]
    text: ClassVar[str]
    """Answers "what am I looking at?"."""
    group: ClassVar[Group | None] = None
    """Under which heading it stands; without one the heading follows from what it shows (``group_of``)."""
    asks: ClassVar[bool] = False
    has_example: ClassVar[bool] = False
    """Of a view that asks: an empty question is answered with a held-out example, so that something is seen at once."""
    takes_map: ClassVar[bool] = False
    """Whether "layer#number", as the part of its picture that is wanted, asks it about one map or unit of a layer."""
    measures_time: ClassVar[bool] = False
    """Whether it shows how long something took, which is never quite the same."""
    needs: ClassVar[Layers | None] = None
    """Layers of which a network has to have one: those that say what is to be seen. None where it does not matter."""
    of_data: ClassVar[bool] = False
    """Whether it shows the data alone: it can be looked at before anything is trained, and its network is any."""
    of_step: ClassVar[bool] = False
    """Whether it is about the next step of a training: ``picture_of_step`` is asked then."""
    rank: ClassVar[int] = 0
    """Views stand in this order, and within it by their files' names: first what the task is about."""

    def __init_subclass__(cls) -> None:
        """Raises ValueError if the class stands in a group that there is not."""
        if cls.group is not None and cls.group not in GROUPS:
            raise ValueError(NO_SUCH_GROUP(view=cls.__name__, group=repr(cls.group), groups=list(GROUPS)))

    def fits(self, task: Task, architecture: object) -> bool:
        """Whether it can be drawn of such a task and architecture, which layers the network has aside."""
        return True

    def offered(self, task: Task, architecture: object) -> bool:
        """Whether it fits, and the network that ``architecture`` builds for ``task`` has a layer that it needs."""
        return self.fits(task, architecture) and (self.needs is None or has_layer(task, architecture, self.needs))

    @abstractmethod
    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """ValueError says in a sentence what is wrong with the question.

        Of a view that ``asks``, ``question`` is what is put to the network: a person's own, or a held-out example; a
        line break and the name of a part of the picture may follow (``parted``). Of another it is that part alone.
        """

    def picture_of_step(self, network: nn.Module, spec: Spec, splits: Splits, question: str, moment: Moment) -> Picture:
        """Of a view that is ``of_step``, with where the training stands; raises as ``picture`` does."""
        return self.picture(network, spec, splits, question)


def group_of(view: View) -> Group:
    """The group that the view declares; else by what it measures, and by whether it is about layers of a class."""
    if view.group is not None:
        return view.group
    if view.measures_time:
        return "costs"
    return "answers" if view.needs is None else "layers"


def parted(question: str) -> tuple[str, str]:
    """What is put to the network, and which part of the picture is wanted; "" is the view's own choice."""
    posed, _, part = question.partition("\n")
    return posed, part


def has_layer(task: Task, architecture: object, layers: Layers) -> bool:
    """Whether the network that ``architecture`` would build for ``task`` has one of these layers."""
    shapes = task.shapes()
    if not isinstance(architecture, Architecture) or architecture.fits(task.kind, shapes) is not None:
        return False
    return any(issubclass(one, layers) for one in layer_types(architecture, OfKind(task.kind, shapes)))


@dataclass(frozen=True)
class OfKind:
    """A kind with shapes of it that stand for all: how large an example is decides no layer's class."""

    kind: Kind
    shapes: Shapes = field(compare=False)


@lru_cache(maxsize=4096)
def layer_types(architecture: Architecture, of_kind: OfKind) -> frozenset[type[nn.Module]]:
    """The classes of the layers of a network, built without its weights, once for all views and all tasks of a kind.

    Only the classes are cached: the networks themselves would fill hundreds of megabytes.
    """
    network = meta_network(architecture, of_kind.shapes)
    return frozenset() if network is None else frozenset(type(module) for module in network.modules())


def meta_network(architecture: Architecture, shapes: Shapes) -> nn.Module | None:
    """The network without its weights; None where it cannot be built, which is a mistake in a stranger's file.

    The plan of such a network raises what is wrong; a list of views only leaves them out.
    """
    try:
        return network_on_meta(architecture, shapes)
    except Exception:
        traceback.print_exc()
        return None


def modules_of(task: Task, architecture: object) -> list[nn.Module]:
    """The parts of a network without their weights: for views of version 0.1.0, which asked this way."""
    if not isinstance(architecture, Architecture) or architecture.fits(task.kind, task.shapes()) is not None:
        return []
    with on_meta():
        return list(architecture.network(task.shapes()).modules())


def look(
    view: View,
    network: nn.Module,
    spec: Spec,
    splits: Splits,
    question: str,
    moment: Callable[[], Moment] | None = None,
) -> Picture:
    """The view's picture; the network is left in the mode it was in. Raises ValueError, whatever goes wrong.

    ``moment`` tells a view of the next step where the training stands. A view is a guest in a training: a fault of its
    own must not end that.
    """
    training = network.training
    network.eval()
    try:
        with torch.no_grad():
            if view.of_step and moment is not None:
                return view.picture_of_step(network, spec, splits, question, moment())
            return view.picture(network, spec, splits, question)
    except ValueError:
        raise
    except Exception as error:
        traceback.print_exc()
        title = Text(view.title, f"views.{type(view).__module__.rpartition('.')[2]}.title")
        raise ValueError(NOT_DRAWN(title=title, error=f"{type(error).__name__}: {error}")) from error
    finally:
        network.train(training)


def to_device(batch: Batch, network: nn.Module) -> Batch:
    """The batch where the network is."""
    return batch.to(next(network.parameters()).device)


def probabilities(outputs: Any, network: nn.Module | None = None) -> Tensor:
    """How sure ``network`` is of each answer, from outputs (batch, classes) or (batch, places, symbols), on the host.

    Of scores it is their softmax over the last dimension, of logits the sigmoid of each; of a classifier with another
    output what it gives, as a share: bounded to 0 and 1, and where it goes from -1 to 1 brought there.
    """
    assert isinstance(outputs, Tensor)
    scale = getattr(network, "scale", "scores")
    if scale == "scores":
        return outputs.softmax(-1).cpu()
    if scale == "logits":
        return outputs.sigmoid().cpu()
    return (outputs if scale in ("shares", "values") else (outputs + 1) / 2).clamp(0, 1).cpu()
