"""What the fork server has in memory when it forks: the reader waits for no optimiser, and no worker imports one."""

import subprocess
import sys

import pytest

FORKS = """
import os, sys
from server.executors.local import preload
for _ in range(3):
    if not os.fork():
        print("torch._dynamo" in sys.modules, flush=True)
        if not os.fork():  # what was forked warms nothing up
            print("torch._dynamo" in sys.modules, flush=True)
            os._exit(0)
        os.wait()
        os._exit(0)
    os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not forked")
def test_the_first_that_is_forked_waits_for_no_optimiser_and_the_others_have_one() -> None:
    done = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True", "True", "True", "True"]


COLLECTS = """
import gc
from importlib import import_module
from server.executors.local.launching import IMPORTING, PRELOAD, READER
for name in (IMPORTING, READER, PRELOAD):
    import_module(name)
    print(gc.isenabled())
"""


def test_garbage_is_collected_again_once_all_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", COLLECTS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]


CATALOGUE = """
import sys
from server.answers.loaded import Loaded
from server.answers.pages import catalogue
print(len(catalogue(Loaded([], "", ""), 1, "en")) > 100_000, "torch._dynamo" in sys.modules)
"""


def test_the_catalogue_waits_for_no_compiler() -> None:
    done = subprocess.run([sys.executable, "-c", CATALOGUE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
