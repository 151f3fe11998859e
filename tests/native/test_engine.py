"""A training by the native core: as PyTorch's to the sixth digit, and otherwise in nothing else than speed."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from models.commands import Change, Stop
from models.engine_names import core_name
from models.events import Notice, Points, State
from models.native.library import core, usable
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.tasks.addition import Addition
from models.training.checkpoints import Saved
from models.training.engines import stepper
from models.training.loop import QueueInbox, Snapshot, train
from models.training.native_steps import NativeStepper
from models.training.trainer import Trainer
from tests.specs import FOUND

CPU = torch.device("cpu")
BEST = core()
HERE = BEST.engine if BEST else ""


def by(spec: Spec, engine: str, **training: Any) -> Spec:
    return FOUND.parse(
        {**spec.to_json(), "training": {**spec.training.model_dump(mode="json"), "engine": engine, **training}}
    )


def outputs_of(spec: Spec, **more: Any) -> list[Any]:
    return list(train(spec, device="cpu", **more))


def losses(outputs: list[Any]) -> list[float]:
    return [value or 0.0 for one in outputs if isinstance(one, Points) for value in one.columns.get("train/loss", [])]


def validation(outputs: list[Any]) -> list[float]:
    """The loss of each scoring of what is held out."""
    return [value or 0.0 for one in outputs if isinstance(one, Points) and one.clock == "epoch"
            for value in one.columns.get("validation/loss", [])]  # fmt: skip


def versions(outputs: list[Any]) -> str:
    return next(one.versions["engine"] for one in outputs if isinstance(one, State) and one.versions)


def addition(**architecture: Any) -> Spec:
    spec = {
        "task": {"name": "addition", "examples": 400},
        "architecture": {"name": "recurrent", "hidden": 9, **architecture},
    }
    return FOUND.parse({**spec, "training": {"epochs": 3, "batch_size": 50}})


def test_there_is_a_core_here() -> None:
    assert core() is not None, "python -m scripts.native"


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"])
@pytest.mark.parametrize("flavour", ["torch", "tfjs"])
def test_recurrent_networks_learn_as_by_pytorch(cell: str, flavour: str) -> None:
    spec = addition(cell=cell, flavour=flavour, encoder_layers=2, dropout=0.2)
    own, plain = outputs_of(by(spec, "native")), outputs_of(by(spec, "torch"))
    assert versions(own) == HERE
    assert versions(plain) == "torch"
    assert losses(own) == pytest.approx(losses(plain), abs=2e-5)
    assert losses(own) != losses(plain)


@pytest.mark.parametrize(
    "architecture",
    [
        {"name": "mlp", "hidden": [17, 5], "dropout": 0.3, "activation": "tanh"},
        {"name": "convnet", "blocks": "5k3 max2 drop 3k3-same avg2 dense7 drop", "dropout": 0.3},
        {"name": "convnet", "blocks": "5k3-tanh max2 6k3 global"},
        {"name": "blocks", "blocks": "5k3 relu max2-s1 drop 1k3-same rnn6-cols-keras dense6", "dropout": 0.3},
        {"name": "blocks", "blocks": "lstm7-all gru5 dense6-sigmoid tanh"},
        {"name": "rows", "cell": "GRU", "hidden": 9},
        {"name": "rows", "cell": "LSTM", "hidden": 9, "flavour": "keras", "steps": "columns", "layers": 2},
    ],
    ids=lambda one: one["name"],
)
def test_classifiers_learn_as_by_pytorch(architecture: dict[str, Any], mnist: None) -> None:
    spec = FOUND.parse(
        {
            "task": {"name": "digits", "examples": 600},
            "architecture": architecture,
            "training": {"batches": 30, "batch_size": 50, "optimizer": "sgd", "learning_rate": 0.1},
        }
    )
    own, plain = outputs_of(by(spec, "native")), outputs_of(by(spec, "torch"))
    assert versions(own) == HERE
    assert losses(own) == pytest.approx(losses(plain), abs=2e-5)


@pytest.mark.parametrize(
    "architecture",
    [
        {"name": "blocks", "blocks": "5k3-tanh bn max2 6k3-bn dense16-tanh bn"},
        {"name": "vgg", "width": 4, "hidden": 16, "dropout": 0.1, "normalisation": True},
    ],
    ids=lambda one: one["name"],
)
def test_what_is_normalised_over_a_batch_learns_as_by_pytorch(architecture: dict[str, Any], mnist: None) -> None:
    """Nearly: of channels that lie beside each other PyTorch adds up a batch in single precision, one value after
    another, and its loss is 1e-5 from that in double precision after the first step; the core's is 1e-7."""
    spec = FOUND.parse(
        {
            "task": {"name": "digits", "examples": 500, "validation": 100},
            "architecture": architecture,
            "training": {"epochs": 1, "batch_size": 90, "optimizer": "sgd", "learning_rate": 0.02},
        }
    )
    own, plain = outputs_of(by(spec, "native")), outputs_of(by(spec, "torch"))
    assert versions(own) == HERE
    assert losses(own) == pytest.approx(losses(plain), abs=1e-3)
    assert validation(own) == pytest.approx(validation(plain), abs=1e-3)


@pytest.mark.parametrize("blocks", ["res(8k3-same)", "inc(8k1)", "4k3 gru5", "lrn", "gru5-both", "gru4-all"])
def test_a_network_of_blocks_that_the_core_lacks_is_trained_by_pytorch(blocks: str, mnist: None) -> None:
    spec = FOUND.parse(
        {
            "task": {"name": "digits", "examples": 100},
            "architecture": {"name": "blocks", "blocks": blocks},
            "training": {"batches": 1, "batch_size": 10},
        }
    )
    assert versions(outputs_of(spec)) == "torch"


def test_the_turing_machine_learns_as_by_pytorch() -> None:
    for controller in ("LSTM", "dense"):
        spec = FOUND.parse(
            {
                "task": {"name": "copying", "examples": 400, "bits": 3, "longest": 3},
                "architecture": {
                    "name": "ntm",
                    "controller": controller,
                    "hidden": 17,
                    "slots": 5,
                    "width": 4,
                    "heads": 2,
                },
                "training": {"epochs": 2, "batch_size": 50, "clip": 10, "optimizer": "rmsprop"},
            }
        )
        own, plain = outputs_of(by(spec, "native")), outputs_of(by(spec, "torch"))
        assert versions(own) == HERE
        assert losses(own) == pytest.approx(losses(plain), abs=2e-5)
        assert validation(own) == pytest.approx(validation(plain), abs=2e-5)


@pytest.mark.parametrize(
    "network", [{"name": "attention", "cell": "GRU"}, {"name": "seq2seq", "cell": "LSTM"}], ids=str
)
def test_translators_learn_as_by_pytorch(network: dict[str, Any]) -> None:
    spec = FOUND.parse(
        {
            "task": {"name": "translation", "examples": 300},
            "architecture": {**network, "hidden": 17, "embedding": 8, "dropout": 0.2},
            "training": {"epochs": 2, "batch_size": 50},
        }
    )
    own, plain = outputs_of(by(spec, "native")), outputs_of(by(spec, "torch"))
    assert versions(own) == HERE
    assert losses(own) == pytest.approx(losses(plain), abs=2e-5)
    assert validation(own) == pytest.approx(validation(plain), abs=2e-4)


def test_who_asks_for_the_core_is_told_where_it_has_not_all_layers() -> None:
    spec = FOUND.parse(
        {
            "task": {"name": "translation", "examples": 100},
            "architecture": {"name": "attention", "attention": "concat", "hidden": 4, "embedding": 4},
            "training": {"batches": 1},
        }
    )
    told = {engine: [one.text.code for one in outputs_of(by(spec, engine)) if isinstance(one, Notice)]
            for engine in ("native", "auto")}  # fmt: skip
    assert told == {"native": ["not-in-core"], "auto": []}


@pytest.mark.parametrize(
    "training", [{"clip": 0.1}, {"l2": 0.01, "l1": 0.001}, {"clip_value": 0.01}, {"activity_l2": 0.1}]
)
def test_penalties_and_clipping_are_those_of_pytorch(training: dict[str, float]) -> None:
    own, plain = (outputs_of(by(addition(), engine, **training)) for engine in ("native", "torch"))
    assert losses(own) == pytest.approx(losses(plain), abs=2e-5)


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam", "adamw"])
def test_a_training_that_goes_on_from_a_checkpoint_gives_the_same_bits(optimizer: str) -> None:
    spec = by(addition(cell="LSTM", dropout=0.1), "native", optimizer=optimizer, momentum=0.5)
    whole = outputs_of(spec)
    inbox = QueueInbox()
    saved: list[Saved] = []
    first: list[Any] = []
    for output in train(spec, inbox, device="cpu"):
        first.append(output)
        if isinstance(output, Snapshot) and output.step == 8:
            saved.append(output.everything())
            inbox.put(Stop())
    rest = outputs_of(spec, start=saved[0])
    assert [*losses(first), *losses(rest)][-8:] == losses(whole)[-8:]
    assert versions(rest) == HERE


def test_a_run_that_pytorch_began_goes_on_by_it() -> None:
    begun = [one for one in outputs_of(by(addition(), "torch")) if isinstance(one, Snapshot)][-2].everything()
    assert versions(outputs_of(addition(), start=begun)) == "torch"


def test_a_run_whose_engine_is_not_here_says_that_its_digits_may_differ() -> None:
    begun = [one for one in outputs_of(by(addition(), "native")) if isinstance(one, Snapshot)][-2].everything()
    moved = Saved(begun.tensors, {**begun.about, "engine": "native/another"})
    (notice,) = [one for one in outputs_of(addition(), start=moved) if isinstance(one, Notice)]
    assert str(notice.text).startswith("It began with the engine native/another")


def test_a_share_of_dropout_that_is_changed_live_is_followed() -> None:
    inbox = QueueInbox()
    inbox.put(Change(setting="/architecture/dropout", value=0.5))
    other = QueueInbox()
    other.put(Change(setting="/architecture/dropout", value=0.5))
    own, plain = outputs_of(by(addition(), "native"), inbox=inbox), outputs_of(by(addition(), "torch"), inbox=other)
    assert losses(own) == pytest.approx(losses(plain), abs=2e-5)
    assert losses(own) != losses(outputs_of(by(addition(), "native")))


def test_a_larger_batch_that_is_asked_for_live_is_normalised_as_a_whole(mnist: None) -> None:
    spec = FOUND.parse(
        {
            "task": {"name": "digits", "examples": 300},
            "architecture": {"name": "blocks", "blocks": "5k3-tanh bn dense6-tanh bn"},
            "training": {"epochs": 1, "batch_size": 30, "optimizer": "sgd", "learning_rate": 0.02},
        }
    )
    found = []
    for engine in ("native", "torch"):
        inbox = QueueInbox()
        inbox.put(Change(setting="/training/batch_size", value=100))
        found.append(losses(outputs_of(by(spec, engine), inbox=inbox)))
    assert len(found[0]) < 2 * 300 / 30
    assert found[0] == pytest.approx(found[1], abs=1e-3)
    assert found[0] != found[1]  # else PyTorch has taken these steps


def test_a_network_with_other_layers_learns_by_pytorch() -> None:
    spec = by(addition(bidirectional=True), "native")
    assert versions(outputs_of(spec)) == "torch"
    trainer = Trainer(spec, CPU)
    before = [one.data_ptr() for one in trainer.parameters]
    stepper(trainer, spec.task.splits(generator(0, "data")).train, CPU)
    assert [one.data_ptr() for one in trainer.parameters] == before


class Timed(Addition):
    """A person's own task, which scores one thing more."""

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        return super().score(outputs, batch) | {"own": torch.tensor([3.0, 1.0])}


def test_a_task_that_scores_otherwise_than_the_one_it_extends_is_scored_so() -> None:
    spec = by(addition(), "native")
    own = replace(spec, task=Timed.model_validate(spec.task.model_dump()))
    outputs = outputs_of(own)
    assert versions(outputs) == HERE
    points = [one for one in outputs if isinstance(one, Points) and one.clock == "batch"]
    assert {value for one in points for value in one.columns["train/own"]} == {3.0}


def test_symbols_that_do_not_exist_are_refused_by_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = by(addition(), "native")
    trainer = Trainer(spec, CPU)
    split = spec.task.splits(generator(0, "data")).train
    taking = stepper(trainer, split, CPU)
    assert isinstance(taking, NativeStepper)
    split.tensors["questions"][0, 0] = 99
    with pytest.raises((IndexError, RuntimeError)):
        taking.train_step(torch.arange(5), spec.training, 0.001)


def test_every_library_that_this_processor_can_use_is_built() -> None:
    assert [core(core_name(one)) is not None for one in usable()] == [True] * len(usable())
