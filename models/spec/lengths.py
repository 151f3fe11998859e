"""How long a training can be."""

from models.spec.training import Training


def most(setting: str) -> int:
    """The upper bound of a setting of the training."""
    return next(int(bound.le) for bound in Training.model_fields[setting].metadata if hasattr(bound, "le"))
