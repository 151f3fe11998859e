"""Builds the native core for the instruction sets of this machine: python -m scripts.native

By the compiler of the machine where there is one, else by the one that PyPI's ``ziglang`` brings. A build that fails
costs nothing but speed.
"""

import platform
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE, TARGET = ROOT / "native", ROOT / "models/native/built"
FLAGS = ["-std=gnu11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-fno-math-errno", "-fno-trapping-math",
         "-ffp-contract=fast", "-Wall", "-Wextra", "-Werror"]  # fmt: skip
X86 = {
    "avx512": ["-DLANES=16", "-march=x86-64-v4", "-mprefer-vector-width=512"],
    "avx2": ["-DLANES=8", "-march=x86-64-v3"],
    "plain": ["-DLANES=4"],
}
SETS = {"x86_64": X86, "amd64": X86, "aarch64": {"neon": ["-DLANES=4"]}, "arm64": {"neon": ["-DLANES=4"]}}
"""By machine and instruction set, what the compiler is told."""


def compiler() -> list[str] | None:
    """The command of a C compiler, or None where there is none."""
    for name in ("gcc", "clang", "cc"):
        if found := shutil.which(name):
            return [found]
    return [sys.executable, "-m", "ziglang", "cc"] if find_spec("ziglang") else None


def build(command: list[str], instructions: str, extra: list[str], target: Path) -> None:
    """One library. Raises CalledProcessError if the compiler refuses."""
    sources = sorted(str(file) for file in SOURCE.glob("*.c"))
    target.mkdir(parents=True, exist_ok=True)
    library = target / f"core-{instructions}.so"
    unready = library.with_suffix(".part")
    subprocess.run([*command, *FLAGS, *extra, *sources, "-o", str(unready), "-lm"], check=True)
    unready.replace(library)


def main() -> None:
    command, machine = compiler(), platform.machine().lower()
    if command is None or machine not in SETS:
        print("No native core: there is no C compiler, or none for this machine. Networks learn by PyTorch alone.")
        return
    for instructions, extra in SETS[machine].items():
        try:
            build(command, instructions, extra, TARGET)
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"No native core for {instructions}: {error}")


if __name__ == "__main__":
    main()
