"""The contract's tests are told apart as others are when they fail."""

import pytest

pytest.register_assert_rewrite("tests.server.executors.contract")
