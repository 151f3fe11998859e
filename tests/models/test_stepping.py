"""Recorded steps give what eager ones give. Without a GPU the recording is a stand-in that takes the step again."""

from collections.abc import Callable, Iterator

import pytest
import torch
from torch import Tensor

from models import catalogue
from models.spec.kinds import Splits
from models.spec.preset import Preset
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training import devices
from models.training.devices import choose_device, seconds_a_step
from models.training.step import WARM, GraphedStepper, Replay, Stepper, recorded
from models.training.trainer import Trainer
from tests.specs import spec_json

CPU = torch.device("cpu")


def addition(**training: object) -> Spec:
    return catalogue.find().parse(
        {
            "task": {"name": "addition", "digits": 1, "examples": 50},
            "architecture": {"name": "recurrent", "cell": "GRU", "hidden": 8, "dropout": 0.2},
            "training": {"batch_size": 8, **training},
        }
    )


def splits_of(spec: Spec) -> Splits:
    return spec.task.splits(generator(spec.task.seed, "data"))


class Again:
    """Records by remembering; a replay takes the step once more."""

    def __init__(self) -> None:
        self.recordings = self.replays = 0

    def __call__(self, step: Callable[[], Tensor], noise: torch.Generator) -> Replay:
        self.recordings += 1

        def replay() -> Tensor:
            self.replays += 1
            return step()

        return replay


def rows() -> Iterator[Tensor]:
    """Batches of 8 over 45 examples: the last of an epoch is short."""
    while True:
        yield from torch.split(torch.arange(45), 8)


def learnt(taking: Stepper, spec: Spec, steps: int) -> list[float]:
    given = rows()
    pairs = [taking.train_step(next(given), spec.training, 0.01 / (step + 1)) for step in range(steps)]
    return [float(pair["loss"][0]) for pair in pairs]


def test_recorded_steps_learn_what_eager_steps_learn() -> None:
    spec, again = addition(), Again()
    train_split = splits_of(spec).train
    eager, graphed = Trainer(spec, CPU), Trainer(spec, CPU)
    expected = learnt(Stepper(eager, train_split), spec, 20)
    assert learnt(GraphedStepper(graphed, train_split, again), spec, 20) == expected
    for one, other in zip(eager.parameters, graphed.parameters, strict=True):
        assert torch.equal(one, other)
    short = 20 // 6
    assert (again.recordings, again.replays) == (1, 20 - WARM - short)


def test_a_changed_setting_drops_the_recording() -> None:
    spec, again = addition(), Again()
    taking = GraphedStepper(Trainer(spec, CPU), splits_of(spec).train, again)
    learnt(taking, spec, WARM + 2)
    learnt(taking, addition(clip=1.0), WARM + 1)
    assert again.recordings == 2
    taking.invalidate()
    assert taking.replay is None


def test_what_cannot_be_recorded_is_learnt_eagerly_and_exactly() -> None:
    def fails(step: Callable[[], Tensor], noise: torch.Generator) -> Replay:
        torch.rand(3, generator=noise)  # a recording that breaks off half-way has drawn already
        raise RuntimeError("operation not permitted when stream is capturing")

    spec = addition()
    train_split = splits_of(spec).train
    expected = learnt(Stepper(Trainer(spec, CPU), train_split), spec, 12)
    assert learnt(GraphedStepper(Trainer(spec, CPU), train_split, fails), spec, 12) == expected


def test_a_series_of_three_numbers_is_recorded_beside_those_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = catalogue.find().parse(
        {"task": {"name": "cosine"}, "architecture": {"name": "conv1d", "filters": [2]}, "training": {"batch_size": 16}}
    )
    monkeypatch.setattr(type(spec.task), "order", "shuffled")
    again, train_split = Again(), splits_of(spec).train
    eager, recorded_steps = (
        Stepper(Trainer(spec, CPU), train_split),
        GraphedStepper(Trainer(spec, CPU), train_split, again),
    )
    for _ in range(WARM + 2):
        rows = torch.arange(spec.training.batch_size)
        expected, found = (one.train_step(rows, spec.training, 0.01) for one in (eager, recorded_steps))
        assert {len(pair) for pair in found.values()} == {2, 3}
        assert all(found[name].tolist() == pair.tolist() for name, pair in expected.items())
    assert again.replays == 2


def test_a_state_that_is_carried_on_is_never_recorded() -> None:
    spec = catalogue.find().parse(spec_json("sunspots/forecaster", hidden=2))
    again = Again()
    taking = GraphedStepper(Trainer(spec, CPU), splits_of(spec).train, again)
    for _ in range(WARM + 2):
        taking.train_step(torch.arange(spec.training.batch_size), spec.training, 0.01)
    assert again.recordings == 0


def test_the_faster_device_is_chosen_and_then_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = addition()
    splits = splits_of(spec)
    assert choose_device("auto", spec, splits) == CPU or torch.cuda.is_available()
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    for cpu, cuda, faster in ((1.0, 2.0, "cpu"), (2.0, 1.0, "cuda")):
        seconds = {"cpu": cpu, "cuda": cuda}
        monkeypatch.setattr(devices, "seconds_a_step", lambda spec, splits, device, by=seconds: by[device.type])
        assert choose_device("auto", spec, splits).type == faster
        assert choose_device("auto", spec, splits, "cpu").type == "cpu"
    assert choose_device("meta", spec, splits).type == "meta"


def test_measuring_a_device_takes_time_and_changes_no_draw() -> None:
    spec = addition()
    state = torch.get_rng_state()
    assert seconds_a_step(spec, splits_of(spec), CPU) > 0
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
@pytest.mark.parametrize("preset", catalogue.find().presets, ids=lambda preset: preset.name)
def test_on_a_gpu_every_preset_learns_from_its_graph_what_it_learns_eagerly(preset: Preset) -> None:
    spec, cuda = catalogue.find().parse(preset.spec), torch.device("cuda")
    split = splits_of(spec).train.to(cuda)
    found = []
    for graphed in (False, True):
        trainer = Trainer(spec, cuda)
        taking = GraphedStepper(trainer, split, recorded) if graphed else Stepper(trainer, split)
        batches = torch.arange(12 * spec.training.batch_size, device=cuda).remainder(len(split)).chunk(12)
        pairs = [taking.train_step(one, spec.training, spec.training.learning_rate) for one in batches]
        found.append([float(pair[0] / pair[1]) for pairs_of in pairs for pair in pairs_of.values()])
    assert found[1] == pytest.approx(found[0], rel=1e-3, abs=1e-4)
