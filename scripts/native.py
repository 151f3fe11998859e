"""Builds the native core for the instruction sets of this machine: python -m scripts.native

By the machine's C compiler, or where there is none by the one that PyPI's ``ziglang`` brings. Does nothing where it was
built from these very sources. A build that fails costs nothing but speed: networks learn by PyTorch alone then.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHEEL = "ziglang"
FLAGS = ["-std=gnu11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-fno-math-errno", "-fno-trapping-math",
         "-ffp-contract=fast", "-Wall", "-Wextra", "-Wno-unused-parameter"]  # fmt: skip
X86 = {
    "avx512": ["-DLANES=16", "-march=x86-64-v4", "-mprefer-vector-width=512"],
    "avx2": ["-DLANES=8", "-march=x86-64-v3"],
    "plain": ["-DLANES=4", "-march=x86-64"],
}
ARM = {"neon": ["-DLANES=4", "-march=armv8-a"]}
SETS = {"x86_64": X86, "amd64": X86, "aarch64": ARM, "arm64": ARM}
"""By machine and instruction set, what the compiler is told."""
AS_ZIG_SAYS = {
    "-march=x86-64-v4": "-mcpu=x86_64_v4",
    "-march=x86-64-v3": "-mcpu=x86_64_v3",
    "-march=x86-64": "-mcpu=x86_64",
    "-march=armv8-a": "-mcpu=generic",
}
"""Told of no processor, it builds for the one that it runs on, and the library ends on an older one."""
LONGEST = 600
"""Seconds that a compiler may take for one instruction set."""


def of_the_machine() -> str | None:
    """The machine's own C compiler, or None."""
    return next((found for name in ("gcc", "clang", "cc") if (found := shutil.which(name))), None)


def command(instructions: list[str]) -> list[str] | None:
    """The compiler with all that it is told, but for the files; None where there is none."""
    if own := of_the_machine():
        return [own, *FLAGS, *instructions]
    if find_spec(WHEEL) is None:
        return None
    return [sys.executable, "-m", WHEEL, "cc", *FLAGS, *(AS_ZIG_SAYS.get(one, one) for one in instructions)]


def target(root: Path) -> Path:
    return root / "models" / "native" / "built"


def digest(root: Path) -> str:
    """One hash over the sources and what the compiler is told."""
    total = hashlib.sha256(repr((FLAGS, SETS, platform.machine())).encode())
    for file in sorted((root / "native").glob("*.[ch]")):
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def is_built(root: Path = ROOT) -> bool:
    """Whether the libraries are those of the present sources (or there are none to build them from)."""
    stamp = target(root) / "built-from.txt"
    return not (root / "native").is_dir() or (stamp.is_file() and stamp.read_text(encoding="utf-8") == digest(root))


def build(root: Path = ROOT) -> None:
    """Builds what has to be built, and says what could not be."""
    if is_built(root):
        return
    sets = SETS.get(platform.machine().lower(), {})
    built = [one for one, told in sets.items() if one_library(root, one, command(told))]
    if not built:
        print("There is no native core here: networks learn by PyTorch alone, which is slower.", flush=True)
    if len(built) == len(sets):
        target(root).mkdir(parents=True, exist_ok=True)
        (target(root) / "built-from.txt").write_text(digest(root), encoding="utf-8")


def one_library(root: Path, instructions: str, compiler: list[str] | None) -> bool:
    """Builds the library for one instruction set, and says whether it did."""
    if compiler is None:
        return False
    target(root).mkdir(parents=True, exist_ok=True)
    library = target(root) / f"core-{instructions}.so"
    unready = library.with_suffix(".part")
    sources = sorted(str(file) for file in (root / "native").glob("*.c"))
    try:
        subprocess.run(
            [*compiler, *sources, "-o", str(unready), "-lm"],
            check=True,
            timeout=LONGEST,
            capture_output=True,
            text=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        words = getattr(error, "stderr", None) or error
        print(f"The native core could not be built for {instructions}: {str(words)[:400]}", flush=True)
        return False
    unready.replace(library)
    return True


if __name__ == "__main__":
    build()
