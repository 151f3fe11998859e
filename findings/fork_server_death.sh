#!/bin/bash
# multiprocessing of Python 3.11 (start method "forkserver"), psutil 7.2.2 to look from outside.
# Expected: a Process knows whether its child lives, and kill() ends it, whatever became of the server that forked it;
#   or at least says that it cannot know.
# Seen: once the fork server has died, is_alive() is False and exitcode 255 for every child, though each works on, and
#   kill() and terminate() return without doing anything. Such a worker cannot be ended through multiprocessing any more.
# Cure: take psutil.Process(pid) right after start() and ask and kill by that: it compares the time of birth as well.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q psutil==7.2.2
cat > "$place/look.py" <<'PYTHON'
import multiprocessing, os, signal, sys, time
import psutil

if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=time.sleep, args=(60,))
    process.start()
    child = psutil.Process(process.pid)
    server = child.parent()
    server.kill()
    process.join(10)
    seen = process.is_alive(), process.exitcode
    process.kill()
    time.sleep(0.5)
    lives = child.is_running() and child.status() != psutil.STATUS_ZOMBIE
    print(f"is_alive() and exitcode: {seen}; after kill() the child still runs: {lives}")
    child.kill()
    sys.exit(0 if seen == (False, 255) and lives else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py"
