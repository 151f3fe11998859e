"""Data that are deleted while something is done with them."""

from pathlib import Path

import pytest

from models.architectures.mlp import Mlp
from models.catalogue import find
from models.data.uploads import files, intake
from models.spec_error import SpecError
from tests.own_files import drawings, packed


def test_data_that_go_while_a_spec_is_read_are_told_at_their_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    validated = Mlp.model_validate

    def gone(settings: object) -> Mlp:  # the task has been looked at; whether the network fits has not
        for file in tmp_path.iterdir():
            file.unlink()
        return validated(settings)

    monkeypatch.setattr(Mlp, "model_validate", gone)
    with files.looking_in(tmp_path):
        own_data = intake.keep(packed(drawings()), "bars.zip")
        spec = {"task": {"name": "pictures", "data": own_data.data}, "architecture": {"name": "mlp"}}
        with pytest.raises(SpecError) as error:
            find().parse(spec)
    assert (error.value.pointer, error.value.came) == ("/task/data", own_data.data)
    assert error.value.detail.code == "linked-data-missing", "the sentence goes with its values, not as plain English"
