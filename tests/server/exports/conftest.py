import pytest


@pytest.fixture(autouse=True)
def by_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts and notebooks are PyTorch alone; archives, which have the engine with them, are tried in tests/native."""
    monkeypatch.setattr("models.training.engines.core", lambda *names: None)
