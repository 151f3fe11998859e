"""Finds Chrome or Chromium for the browser tests; `python -m scripts.browser` installs Debian's where it may."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ADVICE = (
    "The browser tests need Chrome or Chromium, and none was found. Install one "
    "(Debian: sudo apt install chromium; Ubuntu: Google Chrome's own package, or sudo snap install chromium), "
    "or name it: CHROME=/path/to/chrome make test"
)


def find() -> str | None:
    """The path of Chrome or Chromium; the environment variable CHROME goes before anything found."""
    named = os.environ.get("CHROME")
    if named:
        return named if Path(named).is_file() else None
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path), MAC if Path(MAC).is_file() else None)


def may_install() -> bool:
    """Only as root, and only on Debian: Ubuntu's package of this name is a placeholder for a snap."""
    if os.environ.get("CHROME") or not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    return platform.freedesktop_os_release().get("ID") == "debian"


def install() -> None:
    print("Installing Debian's Chromium for the browser tests ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=True)


def main() -> None:
    if find() is None and may_install():
        try:
            install()
        except subprocess.CalledProcessError as error:
            raise SystemExit(f"apt-get ended with exit code {error.returncode}. {ADVICE}") from None
    found = find()
    if found is None:
        raise SystemExit(ADVICE)
    print(f"Browser for the tests: {found}")


if __name__ == "__main__":
    main()
