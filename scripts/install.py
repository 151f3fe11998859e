"""Installs Schoolyard into the environment whose Python runs this, with the versions of constraints.txt.

    .venv/bin/python scripts/install.py [--test | --extras | --dependencies]

With --test comes what the tests need, with --extras also what `make test-extras` needs; with --dependencies all that
Schoolyard needs, and not Schoolyard itself.

TORCH_INDEX names the index that torch comes from. Not set, it is PyTorch's CPU index on a Linux machine without an
NVIDIA GPU, if that answers, and else pip's own. Empty, it is always pip's own.
"""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
ANSWER_SECONDS = 3.0


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from scripts import native, node, page

    try:
        _install_torch()
        _install_builders()
        if "--dependencies" in sys.argv[1:]:
            project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
            return _pip(*project["dependencies"], *project["optional-dependencies"]["postgresql"])
        extra = "[test,test-extras]" if "--extras" in sys.argv[1:] else "[test]" if "--test" in sys.argv[1:] else ""
        # Built before pip asks for it, where nothing stands between npm's words and the reader.
        page.build()
        native.build()
        # Without isolation the build runs with the pinned versions too, and finds them already there.
        _pip("--no-build-isolation", "--editable", f"{ROOT}{extra}")
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"pip ended with exit code {error.returncode}; its output is above.") from None
    except node.NodeError as error:
        raise SystemExit(str(error)) from None


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--constraint", str(CONSTRAINTS), *arguments], cwd=ROOT, check=True)


def _pinned(name: str) -> str:
    match = re.search(rf"^{re.escape(name)}==(\S+)$", CONSTRAINTS.read_text(encoding="utf-8"), re.MULTILINE)
    assert match is not None, f"constraints.txt does not pin {name}"
    return match[1]


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _install_torch() -> None:
    wanted = _pinned("torch")
    # A build for one kind of machine says so after a plus sign: 2.13.0+cpu.
    if _installed("torch").split("+")[0] == wanted:
        return
    asked, index = os.environ.get("TORCH_INDEX"), torch_index()
    print(
        f"Installing PyTorch {wanted} from {index or 'the usual index'} (the first time takes minutes) ...", flush=True
    )
    if index:
        try:
            return _pip("--no-deps", "--index-url", index, f"torch=={wanted}")
        except subprocess.CalledProcessError:
            if asked:
                raise SystemExit(
                    f"TORCH_INDEX={asked} has no torch {wanted} for this machine; pip's words are above."
                ) from None
            print("It has none for this machine; trying the usual index.", flush=True)
    _pip(f"torch=={wanted}")


def torch_index() -> str | None:
    """The index to ask for torch, or None for the one that pip uses anyway."""
    asked = os.environ.get("TORCH_INDEX")
    if asked is not None:
        return asked or None
    if sys.platform != "linux" or shutil.which("nvidia-smi") is not None:
        return None
    return CPU_INDEX if answers(f"{CPU_INDEX}/") else None


def answers(url: str, seconds: float = ANSWER_SECONDS) -> bool:
    """Whether the address answers well in time. Looking up a name has no limit of its own: hence the thread."""
    well: list[bool] = []

    def ask() -> None:
        try:
            with urllib.request.urlopen(url, timeout=seconds) as response:
                well.append(response.status == 200)
        except OSError:
            well.append(False)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    return well == [True]


def _install_builders() -> None:
    from scripts import native, node

    builders = ["hatchling", "editables"]
    if (node.WEB / "package.json").is_file() and node.of_the_machine(node.engines()) is None:
        builders.append(node.WHEEL)
    print("Installing Schoolyard and what it needs ...", flush=True)
    _pip(*builders)
    if native.of_the_machine() is None and not native.is_built():
        try:
            _pip(native.WHEEL)
        except subprocess.CalledProcessError:
            print("No C compiler could be had: networks will learn by PyTorch alone, which is slower.", flush=True)


if __name__ == "__main__":
    main()
