"""The tests of every kernel again, while gcc's sanitizers watch the core: no byte beyond the end, nothing undefined."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.native import FLAGS, SETS
from tests.native.comparison import CORES

WATCHED = ["-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]
ROOT = Path(__file__).resolve().parents[2]
GCC = shutil.which("gcc")
INSTRUCTIONS = [name for name in CORES if name != "avx512"]
"""Its masked loads and stores are the processor's own instructions, which a sanitizer cannot see."""
TESTS = ["test_recurrent.py", "test_maps_and_units.py", "test_losses_and_optimizers.py", "test_lenet.py",
         "test_language_model.py", "test_turing.py", "test_translation.py", "test_over_time.py"]  # fmt: skip
UNLIKE = "not turn and not finite and not large"
"""Those that do nothing to memory that others do not."""


@pytest.mark.skipif(GCC is None, reason="only gcc brings these sanitizers")
def test_no_kernel_leaves_its_memory_or_does_what_is_undefined(tmp_path: Path) -> None:
    assert GCC is not None
    for instructions in INSTRUCTIONS:
        told = [*FLAGS, *SETS[platform.machine().lower()][instructions], *WATCHED]
        sources = sorted(str(file) for file in (ROOT / "native").glob("*.c"))
        subprocess.run([GCC, *told, *sources, "-o", str(tmp_path / f"core-{instructions}.so"), "-lm"], check=True)
    # What is loaded later, such as PyTorch, throws by C++'s library, which has to be there before its watcher asks.
    loaded = [library_of(GCC, name) for name in ("libasan.so", "libstdc++.so.6")]
    watched = {"LD_PRELOAD": " ".join(loaded), "ASAN_OPTIONS": "detect_leaks=0", "SCHOOLYARD_CORE": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-s", "-p", "no:cacheprovider", "-k", UNLIKE]
    ran = subprocess.run(
        [*command, *(f"tests/native/{name}" for name in TESTS)],
        cwd=ROOT,
        env={**os.environ, **watched},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-1000:] + ran.stderr[:3000]
    for instructions in INSTRUCTIONS:  # else it has watched nothing
        assert b"__asan" in (tmp_path / f"core-{instructions}.so").read_bytes()


def library_of(compiler: str, name: str) -> str:
    """Where the compiler has a library."""
    command = [compiler, f"-print-file-name={name}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
