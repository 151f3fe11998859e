"""What the loop says, and when."""

import itertools
import math
from typing import Any

import pytest
import torch

from models.catalogue import find
from models.commands import Look, Pause, Resume, Stop
from models.events import EVENT, Event, Notice, Points, RunState, State
from models.layers.dropout import Dropout
from models.look.pictures import Bars, MarkedText, Picture
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.loop import LookAnswer, QueueInbox, Snapshot, train
from models.training.points import ROWS, BatchReport
from tests import specs

CATALOGUE = find()


def addition(architecture: dict[str, Any] | None = None, **training: Any) -> Spec:
    return CATALOGUE.parse(
        {
            "task": {"name": "addition", "digits": 1, "examples": 55},
            "architecture": {"name": "recurrent", "hidden": 8, **(architecture or {})},
            "training": {"epochs": 2, "batch_size": 10, **training},
        }
    )


def columns(said: list[Any], clock: str) -> dict[str, list[float | None]]:
    """All rows of one clock, by column; a column that is absent in some event is left out."""
    events = [one for one in said if isinstance(one, Points) and one.clock == clock]
    names = set.intersection(*(set(event.columns) for event in events))
    return {name: list(itertools.chain(*(event.columns[name] for event in events))) for name in names}


def test_every_batch_is_a_row_and_counts_its_examples() -> None:
    rows = columns(list(train(addition())), "batch")
    assert rows["step"] == list(range(1, 11))
    assert rows["examples"] == [10, 20, 30, 40, 49, 59, 69, 79, 89, 98]  # 49 training sums: the last batch has nine
    assert rows["epoch"][4] == 1.0


def test_batch_values_are_those_before_their_update() -> None:
    said = list(train(addition(batch_size=64, epochs=2)))
    batch, epoch = columns(said, "batch"), columns(said, "epoch")
    whole = [one for one in said if isinstance(one, Points) and one.clock == "epoch"][1]
    assert batch["train/loss"][0] == pytest.approx(whole.columns["train/loss"][0])
    assert batch["train/loss"][0] > epoch["validation/loss"][1] - 1  # type: ignore[operator]


def test_the_test_split_is_scored_once_and_before_the_last_state() -> None:
    said = list(train(addition()))
    tests = [place for place, one in enumerate(said) if isinstance(one, Points) and one.clock == "test"]
    assert len(tests) == 1
    assert all(isinstance(one, Snapshot | State) for one in said[tests[0] + 1 :])


def test_seconds_count_training_only() -> None:
    inbox = QueueInbox()
    said = []
    for one in train(addition(), inbox):
        said.append(one)
        sum(math.sqrt(n) for n in range(20_000))  # whoever reads slowly costs no training time
    rows = columns(said, "batch")
    assert rows["seconds"] == sorted(rows["seconds"])  # type: ignore[type-var]


def test_the_length_can_be_given_in_batches_and_is_scored_on_the_way() -> None:
    said = list(train(addition(batches=7)))
    assert columns(said, "batch")["step"][-1] == 7
    assert columns(said, "epoch")["step"] == list(range(8))


def test_a_diverging_loss_is_an_ordinary_end_with_advice(mnist: None) -> None:
    spec = specs.spec(
        "digits/mlp",
        examples=200,
        validation=100,
        activation="none",
        optimizer="sgd",
        learning_rate=10.0,
        momentum=0.99,
        epochs=300,
    )
    said = list(train(spec))
    notice = next(one for one in said if isinstance(one, Notice))
    last = said[-1]
    assert isinstance(last, State)
    assert (notice.code, last.state) == ("diverged", RunState.STOPPED)
    assert "3.3" in notice.attempt_this
    assert "diverged at step" in last.reason
    assert not any(isinstance(one, Points) and one.clock == "test" for one in said)


def test_what_is_not_a_number_becomes_null_and_can_be_read_back() -> None:
    report = BatchReport()
    report.add((1, 0.1, 10, 0.0, 0.1), {"loss": torch.tensor([math.nan, 10.0])})
    points = report.take()
    assert points.columns["train/loss"] == [None]
    again: Event = EVENT.validate_json(EVENT.dump_json(points))
    assert again == points


def test_a_series_that_counts_nothing_in_a_batch_is_null_there_and_ends_nothing() -> None:
    report = BatchReport()
    for step, carried in ((1, (0.0, 0.0)), (2, (1.0, 2.0))):
        pairs = {"loss": torch.tensor([6.0, 3.0]), "with carries": torch.tensor(carried)}
        report.add((step, 0.1, 10, 0.0, 0.1), pairs)
    columns = report.take().columns
    assert (columns["train/loss"], columns["train/with carries"]) == ([2.0, 2.0], [None, 0.5])


def test_long_runs_are_thinned_at_the_source_with_minimum_and_maximum() -> None:
    report = BatchReport()
    for step in range(1, ROWS + 5):
        report.add((step, 0.0, step, 0.0, 0.1), {"loss": torch.tensor([float(step), 1.0])})
    columns = report.take().columns
    assert columns["step"][-2:] == [ROWS + 2, ROWS + 4]
    assert columns["train/loss"][-1] == ROWS + 3.5
    assert columns["train/loss/min"][-1] == ROWS + 3
    assert columns["train/loss/max"][-1] == ROWS + 4


def test_a_pause_waits_and_looks_are_answered_meanwhile() -> None:
    inbox = QueueInbox()
    for command in (Pause(), Look(view="ask", question="4+5", number=1), Resume()):
        inbox.put(command)
    said = list(train(addition(), inbox, CATALOGUE.views))
    kinds = [one.state if isinstance(one, State) else one.number for one in said if isinstance(one, State | LookAnswer)]
    assert kinds == ["running", "paused", 1, "running", "finished"]
    assert isinstance(next(one for one in said if isinstance(one, LookAnswer)).picture, Bars)


def test_a_question_that_makes_no_sense_is_refused_in_words() -> None:
    inbox = QueueInbox()
    inbox.put(Look(view="ask", question="what?", number=1))
    said = list(train(addition(), inbox, CATALOGUE.views))
    looked = next(one for one in said if isinstance(one, LookAnswer))
    assert looked.picture is None
    assert "such as" in looked.refused


def test_a_view_with_a_fault_of_its_own_ends_no_training() -> None:
    class Faulty(type(CATALOGUE.views["answers"])):  # type: ignore[misc]
        title = "Faulty"

        def picture(self, *_: Any) -> Picture:
            raise KeyError("nothing")

    inbox = QueueInbox()
    inbox.put(Look(view="faulty", number=1))
    said = list(train(addition(), inbox, {"faulty": Faulty()}))
    looked = next(one for one in said if isinstance(one, LookAnswer))
    assert looked.refused == "Faulty cannot be drawn here: KeyError: 'nothing'"
    assert isinstance(said[-1], State)
    assert said[-1].state is RunState.FINISHED


def test_looking_changes_nothing_that_follows() -> None:
    looks = QueueInbox()
    for number in range(20):
        looks.put(Look(view="answers", number=number))
    settings = {"dropout": 0.5}
    watched = columns(list(train(addition(settings), looks, CATALOGUE.views)), "epoch")
    alone = columns(list(train(addition(settings))), "epoch")
    assert watched["validation/loss"] == alone["validation/loss"]


def test_a_look_shows_the_same_test_sums_each_time() -> None:
    def asked() -> MarkedText:
        inbox = QueueInbox()
        inbox.put(Look(view="answers"))
        picture = next(one for one in train(addition(), inbox, CATALOGUE.views) if isinstance(one, LookAnswer)).picture
        assert isinstance(picture, MarkedText)
        return picture

    assert asked() == asked()
    assert all(mark.expected for mark in asked().marks)


def test_changing_the_cell_keeps_the_batches() -> None:
    def order(cell: str) -> list[int]:
        from models.training.engines import EngineChoice
        from models.training.loop import Attempt

        spec = addition({"cell": cell})
        splits = spec.task.splits(generator(spec.task.seed, "data"))
        attempt = Attempt(spec, QueueInbox(), {}, splits, EngineChoice(torch.device("cpu")))
        return attempt.sampler.rows.tolist()

    assert order("GRU") == order("LSTM")


def test_a_stop_keeps_what_was_learnt_and_tests_it() -> None:
    inbox = QueueInbox()
    said = []
    for one in train(addition(epochs=50), inbox):
        said.append(one)
        if isinstance(one, Snapshot) and one.epoch == 2:
            inbox.put(Stop(reason="the bell rang"))
    last = said[-1]
    assert isinstance(last, State)
    assert (last.state, last.reason, last.epoch) == (RunState.STOPPED, "the bell rang", 2)
    assert [one.clock for one in said if isinstance(one, Points)][-1] == "test"


def test_training_leaves_the_global_random_generator_as_it_was() -> None:
    before = torch.random.get_rng_state()
    list(train(addition({"dropout": 0.5})))
    assert torch.equal(before, torch.random.get_rng_state())


def test_dropout_silences_its_share_and_keeps_the_mean() -> None:
    layer = Dropout(0.25)
    layer.generator = torch.Generator().manual_seed(0)
    dropped = layer(torch.ones(100_000))
    assert (dropped == 0).double().mean() == pytest.approx(0.25, abs=0.01)
    assert dropped.mean() == pytest.approx(1, abs=0.01)
    assert torch.equal(layer.eval()(torch.ones(3)), torch.ones(3))
