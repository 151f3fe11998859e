"""Settings of networks lead to the laboratories that explain them."""

from collections.abc import Mapping

import pytest

from models.catalogue import find
from models.layers.blocks import BLOCKS
from models.spec.settings import Settings
from models.spec.training import Training

FOUND = find()
SLID_BY_HAND = {"continuous_convolution"}
"""Laboratories of what no setting of a network does."""
LED_TO = {
    "architecture/activation": {"activations"},
    "architecture/kernel": {"convolution"},
    "block/convolution/kernel": {"convolution"},
    "block/convolution/stride": {"convolution"},
    "block/convolution/padding": {"convolution"},
    "block/pooling/size": {"shapes"},
    "architecture/pool": {"shapes"},
    "architecture/cell": {"cell", "neuron"},
    "architecture/truncate": {"through_time"},
    "training/clip": {"through_time"},
    "architecture/loss": {"losses"},
    "training/optimizer": {"gradient_descent"},
    "training/learning_rate": {"gradient_descent"},
    "training/l2": {"polynomials"},
    "architecture/iterations": {"routing"},
    "block/recurrent/states": {"shared_weights"},
    "architecture/conv1d/kernel": {"moving_average"},
}


def meant(setting: str) -> list[type[Settings]]:
    """Who has it, of those that the declaration may mean."""
    part, *names, field = setting.split("/")
    known: dict[str, Mapping[str, type[Settings]]] = {
        "task": FOUND.tasks,
        "architecture": FOUND.architectures,
        "block": BLOCKS,
        "training": {"": Training},
    }
    entries = known[part]
    chosen = [entries[name] for name in names] or list(entries.values())
    return [one for one in chosen if field in one.model_fields]


@pytest.mark.parametrize("name", FOUND.laboratories)
def test_what_a_laboratory_explains_is_there_and_so_is_the_setting_that_takes_its_value(name: str) -> None:
    laboratory = FOUND.laboratories[name]
    assert laboratory.explains or name in SLID_BY_HAND
    for setting, takes in laboratory.explains.items():
        assert meant(setting), setting
        assert takes == "" or takes in laboratory.model_fields


def test_each_setting_that_one_can_play_with_leads_to_its_laboratory() -> None:
    for setting, wanted in LED_TO.items():
        assert {name for name, one in FOUND.laboratories.items() if setting in one.explains} == wanted
