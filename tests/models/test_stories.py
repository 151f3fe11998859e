"""Stories: the world that tells them, their file, the words that are asked, and the two networks that answer."""

import array
import base64
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from models.architectures.memn2n import LinearStart
from models.architectures.memory_network import winner
from models.data.sets.stories.asking import KINDS, QuestionKind, made_up, made_up_questions
from models.data.story_format import Asked, read_stories, write_stories
from models.data.uploads import files, intake
from models.data.uploads.unusable import Unusable
from models.events import Points
from models.layers.story_hops import StoryReader, facts_found
from models.look.view import look
from models.plan.plan import plan
from models.sentences import Text
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.tasks.stories import CHAPTER, Stories
from models.training.loop import train
from tests.server.exports.test_script import both
from tests.specs import FOUND, spec

SAMPLE = (
    "1 Mary moved to the bathroom.\n2 John went to the hallway.\n3 Where is Mary? \tbathroom\t1\n"
    "4 Mary got the apple there.\n5 Mary took the milk.\n6 What is Mary carrying? \tapple,milk\t4 5\n"
    "1 Is it dark?\tno\t\n"
)
"""In the form of the original files: a blank before the tab, a list as an answer, no supporting facts at all."""


def answer(sentences: list[str], question: str) -> str:
    """Worked out from the sentences in another way than the world does: by a table of who and what was where."""
    places: dict[str, list[str]] = {}
    held: dict[str, list[str]] = {}
    gave: dict[str, tuple[str, str]] = {}

    def come(one: str, place: str) -> None:
        if places.setdefault(one, [""])[-1] != place:
            places[one].append(place)

    for sentence in sentences:
        if moved := re.fullmatch(r"(\w+) \w+ to the (\w+)\.", sentence):
            for one in (moved[1], *held.get(moved[1], [])):
                come(one, moved[2])
        elif given := re.fullmatch(r"(\w+) \w+ the (\w+) to (\w+)\.", sentence):
            held[given[1]] = [one for one in held.get(given[1], []) if one != given[2]]
            held.setdefault(given[3], []).append(given[2])
            gave[given[2]] = given[1], given[3]
        elif taken := re.fullmatch(r"(\w+) (?:picked up|took) the (\w+)\.", sentence):
            held.setdefault(taken[1], []).append(taken[2])
            come(taken[2], places.get(taken[1], [""])[-1])
        elif left := re.fullmatch(r"(\w+) (?:put down|left) the (\w+)\.", sentence):
            held[left[1]] = [one for one in held.get(left[1], []) if one != left[2]]
            come(left[2], places.get(left[1], [""])[-1])
    *_, name, place = [*re.findall(r"\w+", question.replace(" now", "").replace(" carrying", "")), ""]
    if "before" in question:
        thing, place = re.findall(r"the (\w+)", question)
        past = places[thing]
        return past[len(past) - 2 - past[::-1].index(place)]
    if question.startswith("Is "):
        return "yes" if places[question.split()[1]][-1] == name else "no"
    if question.startswith("Who "):
        return gave[name][0 if "gave" in question else 1]
    carried = sorted(held.get(name, []))
    if question.startswith("How many"):
        return ("none", "one", "two", "three")[len(carried)]
    return ",".join(carried) or "nothing" if question.startswith("What") else places[name][-1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_follows_from_the_story_and_from_its_supporting_facts_alone(kind: QuestionKind) -> None:
    parts = made_up_questions([kind], [150, 50], 12, Random(3))
    assert [len(part) for part in parts] == [150, 50]
    for one in parts[0]:
        assert answer(list(one.sentences), one.question) == one.answer
        assert answer([one.sentences[fact] for fact in sorted(one.facts)], one.question) == one.answer
        assert one.answer in KINDS[kind].answers
    seen = {(one.sentences, one.question) for one in parts[0]}
    assert not [one for one in parts[1] if (one.sentences, one.question) in seen]
    needed = {"one fact": {1}, "two facts": {2}, "three facts": {3}, "yes or no": {1}, "giving": {1}}.get(kind)
    assert needed is None or {len(one.facts) for one in parts[0]} == needed


def test_a_file_of_the_babi_tasks_is_read_and_written_byte_for_byte() -> None:
    stories = read_stories(SAMPLE)
    assert write_stories(stories) == SAMPLE
    assert [len(story) for story in stories] == [6, 1]
    assert (stories[0][5].answer, stories[0][5].facts) == ("apple,milk", (4, 5))
    ours = write_stories([made_up(kind, 10, Random(1)) for kind in KINDS])
    assert write_stories(read_stories(ours)) == ours


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("1 Mary went home.\nand then?\n", "story-line-unreadable", 2),
        ("1 Mary went home.\n2 Where is Mary?\thome\n", "story-line-unreadable", 2),
        ("1 Mary went home.\n3 John slept.\n", "story-number-wrong", 2),
        ("1 Mary went home.\n2 Where is Mary?\thome\t2\n", "fact-not-in-story", 2),
    ],
)
def test_a_file_in_another_form_is_refused_with_the_line(text: str, code: str, line: int) -> None:
    with pytest.raises(Unusable) as refused:
        read_stories(text)
    sentence = refused.value.args[0]
    assert isinstance(sentence, Text)
    assert (sentence.code, sentence.values["line"]) == (code, line)


def test_a_file_of_ones_own_is_learnt_by_stories_and_the_script_reads_it_too(tmp_path: Path) -> None:
    own = write_stories([made_up("two facts", 8, Random(seed)) for seed in range(30)]).replace("milk", "kite")
    with files.looking_in(tmp_path / "uploads"):
        data = intake.keep(own.encode(), "kites.txt", tmp_path / "uploads", form="text").data
        task = Stories(data=data, kinds=("giving",))
        assert "kite" in task.alphabet().symbols
        splits = task.splits(generator(0, "data"))
        assert len(splits.train) + len(splits.validation) + len(splits.test) == own.count("?")
        scored = Stories(data=data, test_data=data)
        assert scored.counts()[2] == own.count("?")
        settings: dict[str, Any] = {"task": {"data": data, "test_data": data}, "hops": 2, "width": 4, "epochs": 2}
        run, script_rows = both(spec("stories/memory_network", **settings), tmp_path)
        other = intake.keep(own.replace("\n3 ", "\nx ", 1).encode(), "no.txt", tmp_path / "uploads", form="text").data
        with pytest.raises(ValueError, match="Line 3 is none of a story"):
            Stories(data=other)
    assert script_rows == run


def test_a_typed_story_is_read_and_an_unknown_word_is_named() -> None:
    task = Stories(kinds=("two facts",))
    batch = task.pose(CHAPTER.lower())
    assert task.read(batch) == [CHAPTER]
    assert not batch.inputs[0, :-7].any()
    with pytest.raises(ValueError, match=r"“piano” is not among the words of these stories\. They are: Anna"):
        task.pose("Joe picked up the piano. Where is the milk?")
    with pytest.raises(ValueError, match="a question at its end"):
        task.pose("Joe picked up the milk.")
    with pytest.raises(ValueError, match="remembers 10 sentences; the story has 11"):
        task.pose("Joe went to the kitchen. " * 11 + "Where is Joe?")


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_that_the_world_may_tell_is_known(kind: QuestionKind) -> None:
    task = Stories(kinds=(kind,), examples=400, sentences=20)
    assert len(task.splits(generator(0, "data")).test) == 40


def hops_of(architecture: str, **settings: Any) -> tuple[StoryReader, Batch]:
    """A network as it begins, and some stories for it."""
    found = spec(f"stories/{architecture}", examples=40, sentences=6, task={"kinds": ("two facts",)}, **settings)
    network = found.architecture.build(found.task.shapes(), generator(1, "weights")).eval()
    assert isinstance(network, StoryReader)
    split = found.task.splits(generator(0, "data")).train
    return network, found.task.batch(split, torch.arange(8), generator(0, "noise"), training=False)


def sentence(words: torch.Tensor, numbers: list[int], position: bool) -> torch.Tensor:
    """The sum over j of l_j A x_j as the paper writes it (Sukhbaatar et al. 2015, section 4.1)."""
    total, width = torch.zeros(words.shape[1]), words.shape[1]
    for j, number in enumerate(numbers, 1):
        for k in range(width):
            weight = (1 - j / len(numbers)) - ((k + 1) / width) * (1 - 2 * j / len(numbers)) if position else 1.0
            total[k] += weight * words[number, k]
    return total


@pytest.mark.parametrize("position", [True, False])
@pytest.mark.parametrize("weights", ["adjacent", "layer-wise"])
def test_hops_are_those_of_the_paper_sentence_by_sentence(weights: str, position: bool) -> None:
    network, batch = hops_of("memn2n", hops=2, width=5, weights=weights, position=position)
    with torch.no_grad():
        reading, parts = network.reading(batch), dict(network.named_parameters())
        for row, story in enumerate(batch.inputs.tolist()):
            told = [[number for number in one if number] for one in story]
            first = sum(not one for one in told)
            ages = range(len(told) - 2 - first, -1, -1)

            def memory(table: int, told: Any = told, first: int = first, ages: Any = ages) -> torch.Tensor:
                words, times = parts[f"embedding{table}.words"], parts[f"embedding{table}.times"]
                rows = zip(told[first:-1], ages, strict=True)
                return torch.stack([sentence(words, one, position) + times[age] for one, age in rows])

            u = sentence(parts["embedding1.words"], told[-1], position)
            for hop in (1, 2):
                m, c = (memory(hop), memory(hop + 1)) if weights == "adjacent" else (memory(2), memory(3))
                p = (m @ u).softmax(0)
                assert torch.allclose(reading.hops[row, hop - 1, first:], p, atol=1e-6)
                u = (u if weights == "adjacent" else u @ parts[f"hop{hop}.h"]) + p @ c
            answers: Any = network.get_submodule("output")
            last = parts["embedding3.words"][answers.answers] if weights == "adjacent" else parts["output.weight"].T
            assert torch.allclose(reading.scores[row], last @ u, atol=1e-6)


@pytest.mark.parametrize("name", ["memn2n", "memory_network"])
def test_hops_of_an_example_have_its_true_facts_and_those_of_a_typed_story_none(name: str) -> None:
    found = spec(f"stories/{name}", task={"kinds": ("two facts", "lists"), "examples": 60}, hops=2, width=4)
    network = found.architecture.build(found.task.shapes(), generator(0, "weights"))
    splits = found.task.splits(generator(0, "data"))
    one: Any = look(FOUND.views["hops"], network, found, splits, "#2")
    asked = found.task.parts()[1][1]  # type: ignore[attr-defined]
    assert (one.sentences, one.question, one.facts) == (list(asked.sentences), asked.question, list(asked.facts))
    assert len(pairs_of(one.looks)) == 2 * len(asked.sentences)
    typed: Any = look(FOUND.views["hops"], network, found, splits, CHAPTER)
    assert (typed.facts, typed.example, len(typed.sentences)) == (None, 0, 6)
    shares: Any = look(FOUND.views["by_kind"], network, found, splits, "")
    assert [share.of for share in shares.groups[0]] == [
        one for one in splits.validation["kinds"].bincount().tolist() if one
    ]
    with pytest.raises(ValueError, match="“moon” is not among"):
        look(FOUND.views["hops"], network, found, splits, CHAPTER.replace("office", "moon"))


def pairs_of(packed: str) -> list[int]:
    """Whole numbers of 16 bits."""
    return list(array.array("H", base64.b64decode(packed)))


def test_a_memory_is_chosen_by_comparing_one_after_the_other_with_the_best_so_far() -> None:
    pairs = torch.randn(4, 6, 6)
    able = torch.tensor([[False, False, True, True, True, True]]).expand(4, -1)
    for row, chosen in enumerate(winner(pairs, able).tolist()):
        best = 2
        for place in range(3, 6):
            best = place if pairs[row, place, best] > 0 else best
        assert chosen == best


def test_the_margin_is_missed_by_what_the_paper_sums_up() -> None:
    network: Any
    network, batch = hops_of("memory_network", hops=2, width=5, stops=False)
    parts = {name: one.detach() for name, one in network.named_parameters()}
    total = 0.0
    for story, facts, target in zip(
        batch.inputs.tolist(), batch.more["facts"].tolist(), batch.targets.tolist(), strict=True
    ):
        told = [torch.tensor([number for number in one if number], dtype=torch.long) for one in story]
        first = sum(not len(one) for one in told)
        x, known = parts["question.words"][told[-1]].sum(0), parts["asked.words"][told[-1]].sum(0)
        when = len(told) - 1
        for fact in facts[:2]:

            def better(i: int, j: int, x: Any = x, when: int = when, told: Any = told) -> float:
                y, other = (parts["memory.words"][told[place]].sum(0) for place in (i, j))
                times = torch.tensor([float((b > a) - (b < a)) for a, b in ((when, i), (when, j), (i, j))])
                return float(x @ (y - other + times @ parts["hop.times"]))

            for other in set(range(first, len(told) - 1)) - {fact}:
                total += max(0, 0.1 - better(fact, other)) + max(0, 0.1 + better(other, fact))
            x = x + parts["found.words"][told[fact]].sum(0)
            known, when = known + parts["known.words"][told[fact]].sum(0), fact
        scores = parts["answer.words"] @ known
        total += sum(max(0, 0.1 - float(scores[target] - one)) for at, one in enumerate(scores) if at != target)
    assert float(network.margins(batch)[0].detach()) == pytest.approx(total / len(batch.inputs), rel=1e-5)


def test_facts_that_a_hop_looks_at_most_are_counted_and_a_hop_that_stopped_finds_nothing() -> None:
    hops = torch.tensor([[[0.1, 0.9], [0.8, 0.2]], [[0.0, 0.0], [0.0, 1.0]]])
    facts = torch.tensor([[0, 1], [0, -1]])
    assert facts_found(hops, facts).tolist() == [2, 3]


@pytest.mark.parametrize(("name", "settings"), [("memory_network", {}), ("memn2n", {"temporal": False})])
def test_a_longer_memory_needs_no_more_parameters(name: str, settings: dict[str, Any]) -> None:
    short, long = (plan(spec(f"stories/{name}", sentences=count, **settings)).parameters for count in (5, 50))
    assert short == long
    timed = [plan(spec("stories/memn2n", sentences=count, hops=3, width=20)).parameters for count in (5, 50)]
    assert timed[1] - timed[0] == 45 * 20 * 4  # a vector for each age, in each of four tables


def test_a_linear_start_ends_when_the_loss_falls_no_more() -> None:
    start = LinearStart(True)
    for loss in (3.0, 2.0, 2.0):
        assert start.linear_now > 0
        for _ in range(LinearStart.STEPS):
            start.update(torch.tensor(loss))
    assert start.linear_now == 0


def test_a_memory_network_finds_the_facts_it_was_shown_within_seconds() -> None:
    task = {"kinds": ("two facts",), "examples": 600}
    events = list(train(spec("stories/memory_network", task=task, epochs=8, batch_size=20, learning_rate=0.01)))
    scores = [one.columns for one in events if isinstance(one, Points) and one.clock == "test"][-1]
    assert (scores["test/accuracy"][-1] or 0) > 0.9
    assert (scores["test/facts"][-1] or 0) > 0.9


def test_an_asked_question_knows_its_facts_by_their_places_among_the_sentences() -> None:
    task = Stories(examples=40, kinds=("two facts",))
    split = task.splits(generator(0, "data")).train
    one: Asked = task.parts()[0][0]
    facts = [fact for fact in split["facts"][0].tolist() if fact >= 0]
    numbers = split["stories"][0].tolist()
    assert task.alphabet().decode(numbers[facts[0]]) == one.sentences[one.facts[0]].rstrip(".")
