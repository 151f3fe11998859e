"""The filters of every convolution, and of every unit that reads the whole picture (Krizhevsky et al. 2012)."""

from torch import nn

from models.layers.conv_lstm import ConvLstm
from models.layers.local import LocallyConnected2d
from models.layers.receptive_fields import Passage, passages
from models.look.examples import one_example
from models.look.kernels import CONVOLUTIONS, has_filters, kernels_of, layer_asked, layer_choice
from models.look.layer_maps import layer_maps
from models.look.pictures import Filters as Drawn
from models.look.pictures import Picture
from models.look.questions import question_or_example
from models.look.recurrent import RECURRENT
from models.look.view import View, has_layer, parted
from models.sentences import Sentence
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

NO_FILTERS = Sentence("no-filters-to-draw", "No layer of this network has filters that can be drawn.")


class Filters(View):
    """The filters of one layer, the first unless another is asked for by its name, and what they make of a picture."""

    title = "Filters"
    text = (
        "What each filter looks for: blue asks for ink there, orange for paper. At first they are noise; edges and "
        "strokes appear. A deeper filter has a layer of weights for each map that it reads; its mean is shown, and all "
        "of them where you point. Press a filter, and point at the picture: what it covers there, times its weights, "
        "is one place of its map. A dense unit that reads the picture has one filter as large as the picture. "
        "Where each place has filters of its own, those in the middle are shown."
    )
    group = "layers"

    asks = True
    has_example = True
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        if has_layer(task, architecture, ConvLstm):  # whose filters stand for four gates at once
            return False
        if has_layer(task, architecture, (nn.Conv2d, LocallyConnected2d)):
            return True
        reads_whole = task.kind.inputs is Form.PICTURE and not has_layer(task, architecture, RECURRENT)
        return reads_whole and has_layer(task, architecture, nn.Linear)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where no layer has filters that can be drawn."""
        posed, layer = parted(question)
        classifies = spec.task.kind.classifies_pictures
        if classifies:
            batch = question_or_example(spec.task, splits, network, posed)
        else:
            batch = one_example(spec.task, network, splits.validation, 0)
        found = passages(network, batch.inputs, lambda: spec.architecture.trace(network, batch))
        layers = {name: passage for name, passage in found.items() if looks_for(passage)}
        if not layers:
            raise ValueError(NO_FILTERS())
        chosen = layer_asked(layers, layer)
        choices = [layer_choice(passage, asked=False) for passage in layers.values()]
        made = layer_maps(network, spec.task, batch, str(chosen.name)) if classifies else None
        bare = made and made.model_copy(update={"layers": [], "kernels": None})
        return Drawn(layers=choices, kernels=kernels_of(chosen), made=bare)


def looks_for(passage: Passage) -> bool:
    """Of dense layers only those that read the picture itself."""
    if isinstance(passage.module, LocallyConnected2d):
        return True
    return has_filters(passage.module) and (isinstance(passage.module, CONVOLUTIONS) or passage.source == "")
