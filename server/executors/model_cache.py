"""Looks at stored weights, as every executor's reader answers them."""

import json
import traceback
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from torch import nn

from models.catalogue import Catalogue, find
from models.layers.opened_weights import agreement
from models.look.moment import Moment
from models.look.predicting import WrongInput, predictions
from models.look.view import look
from models.sentences import Sentence, text_of
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.training.checkpoints import Saved
from models.training.explained.moments import moment_of
from models.training.sampler import Progress
from server.executors.protocol import PREDICTIONS, Answer, LookRequest
from server.weights.protocol import DamagedWeights, NoWeights, WeightStore

DAMAGED = Sentence(
    "weights-damaged", "The weights of step {step} are damaged, or are of another network. Look at another step."
)


class ModelCache:
    """Keeps the data and the network that it looked at last."""

    def __init__(self, catalogue: Catalogue, weights: WeightStore) -> None:
        self.catalogue, self.weights = catalogue, weights
        self.data: tuple[Any, Splits] | None = None
        self.network: tuple[Any, nn.Module] | None = None

    def answer(self, request: LookRequest) -> Answer:
        """The same picture as a worker's at the same step; whatever is wrong is refused in words."""
        step = request.step
        try:
            return self._answer(request)
        except SpecError as error:
            return Answer(0, step, step, refused=error.detail)
        except (ValueError, OSError, NoWeights) as error:
            return Answer(0, step, step, refused=text_of(error))
        except (DamagedWeights, RuntimeError, KeyError):
            traceback.print_exc()
            return Answer(0, step, step, refused=DAMAGED(step=step))

    def _answer(self, request: LookRequest) -> Answer:
        spec = self.catalogue.parse(request.spec)
        splits = self.splits_of(spec)
        if not request.run:
            return Answer(0, 0, 0.0, self.look(request, spec, splits, nn.Identity()))
        network = self.network_of(spec)
        saved = self.weights.read(request.run, request.step)
        if "progress" in saved.about:
            network.load_state_dict(saved.tensors)
        else:  # opened for a run that has not begun: what fits of them, in the network as it will begin
            network = spec.architecture.build(spec.task.shapes(), generator(spec.training.seed, "weights"))
            found = agreement(network.state_dict(), saved.tensors)
            if not found.layers:
                raise DamagedWeights(f"no layer of step {request.step} agrees")
            network.load_state_dict(found.tensors, strict=False)
        picture = self.look(request, spec, splits, network, lambda: moment_of(spec, splits, self.whole(request, saved)))
        # Not from the step: the batch size may have been changed on the way.
        epoch = Progress(**saved.about["progress"]).epoch if "progress" in saved.about else 0.0
        return Answer(0, request.step, epoch, picture)

    def look(
        self,
        request: LookRequest,
        spec: Spec,
        splits: Splits,
        network: nn.Module,
        moment: Callable[[], Moment] | None = None,
    ) -> bytes:
        """The picture's JSON; or that of answers to inputs, or of which input is wrong and why."""
        if request.view == PREDICTIONS:
            try:
                found = predictions(network, spec, splits, json.loads(request.question))
            except WrongInput as error:
                return json.dumps({"place": error.place, "wrong": text_of(error).to_wire().model_dump()}).encode()
            return json.dumps({"answers": found}).encode()
        view = self.catalogue.views[request.view]
        return look(view, network, spec, splits, request.question, moment).model_dump_json().encode()

    def whole(self, request: LookRequest, saved: Saved) -> Saved:
        """All of the training's state at this step where it is kept, else the weights."""
        try:
            return self.weights.read(request.run, request.step, full=True)
        except (NoWeights, DamagedWeights):
            return saved

    def splits_of(self, spec: Spec) -> Splits:
        if self.data is None or self.data[0] != spec.task:
            self.data = (spec.task, spec.task.splits(generator(spec.task.seed, "data")))
        return self.data[1]

    def network_of(self, spec: Spec) -> nn.Module:
        if self.network is None or self.network[0] != (spec.task, spec.architecture):
            built = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
            self.network = ((spec.task, spec.architecture), built)
        return self.network[1]


@lru_cache
def catalogue_of(folders: tuple[str, ...]) -> Catalogue:
    """Found once: processes forked after that have it already."""
    return find([Path(folder) for folder in folders])
