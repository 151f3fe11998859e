#!/bin/sh
# Makes .venv with the first Python on the PATH that is new enough; says what to do where that cannot work.
set -eu

python=""
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 \
        && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>&1) || found="no python3"
    echo "Schoolyard needs Python 3.11 or newer, and this machine has: $found." >&2
    echo "Install a newer one and run make again, or name it: PYTHON=/path/to/python3.12 make run" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        echo "Installing Debian's python$version-venv, which this Python needs to make an environment ..."
        apt-get update -qq && apt-get install -y -qq --no-install-recommends "python$version-venv" >/dev/null
    else
        echo "This Python cannot make an environment. On Debian and Ubuntu: sudo apt install python$version-venv" >&2
        echo "Then run make again." >&2
        exit 1
    fi
fi

# Made beside and renamed when whole would break the paths inside, so a half-made one is removed instead.
"$python" -m venv .venv || { rm -rf .venv; exit 1; }
