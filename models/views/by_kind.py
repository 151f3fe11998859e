"""Right answers by kind of question: the skills of Weston et al. 2015, each on its own."""

import torch
from torch import nn

from models.data.sets.stories.asking import KINDS
from models.look.marks import predict_classes
from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

BY_KIND = Sentence("questions-by-kind", "kind of question")
BY_FACTS = Sentence("questions-by-facts", "true facts")
BY_LENGTH = Sentence("questions-by-length", "sentences in the story")
STEP = 5
"""Lengths of stories are counted together by so many sentences."""


class ByKind(View):
    """Of the validation split, by kind of question, number of supporting facts, and length of the story."""

    title = "By kind"
    text = (
        "What it gets right of the questions that were held out: by what is asked, by how many sentences the answer "
        "has to be put together from, and by how long the story is."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.STORY

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        targets, answers, _ = predict_classes(network, spec, splits)
        right, split = targets == answers, splits.validation
        kinds, facts = split["kinds"].cpu(), (split["facts"] >= 0).sum(1).cpu()
        sentences = (split["stories"][:, :-1, 0] != 0).sum(1).cpu()  # (examples)
        lengths = (sentences - 1).clamp_min(0) // STEP
        groups = [
            [share(Text(name, f"tasks.stories.kinds.options.{name}"), right[kinds == number])
             for number, name in enumerate(KINDS) if bool((kinds == number).any())],
            [share(Text(str(number)), right[facts == number]) for number in sorted(set(facts.tolist()))],
            [share(Text(f"{STEP * number + 1}–{STEP * number + STEP}"), right[lengths == number])
             for number in sorted(set(lengths.tolist()))],
        ]  # fmt: skip
        titles = [BY_KIND(), BY_FACTS(), BY_LENGTH()]
        own = not getattr(spec.task, "data", "")  # of a file nobody says which kind a question is
        return Shares(titles=titles[0 if own else 1 :], groups=groups[0 if own else 1 :])


def share(label: Text, right: torch.Tensor) -> Share:
    """How many of these (examples) are right."""
    return Share(label=label, right=int(right.sum()), of=len(right))
