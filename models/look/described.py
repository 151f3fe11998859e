"""Pictures that were drawn of a sentence, each with what of it they do not obey."""

import torch
from torch import Tensor, nn

from models.images.described import Described
from models.look.marks import image_grid
from models.look.pictures import ImageGrid, Mark
from models.look.view import to_device
from models.sentences import NO_TEXT, Sentence, Value
from models.spec.kinds import Batch, run

SHOWN_NOT_ASKED = Sentence("shown-not-asked-for", "{shown}, not {asked}")
SHOWN = 24
FIRST = (7, 0, 0)
"""What is shown while nobody asks."""


def described_pictures(network: nn.Module, task: Described, sentence: Tensor) -> ImageGrid:
    """Pictures of one sentence (1, time), each with what it shows otherwise than was asked for."""
    channels, height, width = task.shapes().targets
    sentences = sentence.expand(SHOWN, -1)
    batch = to_device(Batch(sentences, torch.zeros(SHOWN, channels, height, width)), network)
    drawn, _ = run(network, batch)
    asked, seen = task.asked_for(batch.inputs), task.seen_in(drawn, batch.inputs)  # (shown, conditions)
    wrong = (asked != seen) & (asked >= 0)
    names = [task.named(condition.words) for condition in task.conditions()]
    marks = []
    for row in range(SHOWN):
        places = wrong[row].nonzero().flatten().tolist()
        shown, expected = [words_at(places, names, one[row]) for one in (seen, asked)]
        marks.append(Mark(answer=SHOWN_NOT_ASKED(shown=shown, asked=expected) if places else NO_TEXT, right=not places))
    right = sum(mark.right is True for mark in marks)
    return image_grid(drawn).model_copy(update={"marks": marks, "right": right, "of": SHOWN})


def words_at(places: list[int], names: list[list[str]], numbers: Tensor) -> list[Value]:
    """Of the conditions at ``places`` the words of these numbers (conditions)."""
    return [names[place][int(numbers[place])] for place in places]
