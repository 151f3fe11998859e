"""How well each class is known: the share of its pictures that are read rightly, its recall (van Rijsbergen 1979)."""

import torch
from torch import nn

from models.look.marks import predict_classes
from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task

SHOWN_CLASS = Sentence("class-of-picture", "what the picture shows")


class Classes(View):
    """Of the held-out pictures of each class, how many are read rightly."""

    title = "Classes"
    text = (
        "How many of the held-out pictures of each class are read rightly. A good figure over all of them can hide a "
        "class that is hardly known. Of several runs a table below puts the classes beside each other."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        targets, answers, _ = predict_classes(network, spec, splits)
        names = spec.task.class_names()
        of = torch.bincount(targets, minlength=len(names)).tolist()
        right = torch.bincount(targets[targets == answers], minlength=len(names)).tolist()
        shares = [Share(label=Text.read(name), right=right[one], of=of[one]) for one, name in enumerate(names)]
        return Shares(titles=[SHOWN_CLASS()], groups=[shares])
