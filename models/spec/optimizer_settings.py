"""Which settings of a training each optimiser follows, beside the learning rate. A server reads it without torch."""

OPTIMIZER_SETTINGS = {
    "sgd": ("momentum", "nesterov"),
    "rmsprop": ("momentum", "rho", "epsilon", "epsilon_inside"),
    "adam": ("beta1", "beta2", "epsilon"),
    "adamw": ("beta1", "beta2", "epsilon", "weight_decay"),
}
"""By the name that a spec has; ``update_rules`` has a row of the same name."""


def that_follow(setting: str) -> dict[str, list[str]]:
    """When a setting applies: the optimisers that follow it, as ``when`` of a setting has it."""
    return {"optimizer": [name for name, settings in OPTIMIZER_SETTINGS.items() if setting in settings]}
