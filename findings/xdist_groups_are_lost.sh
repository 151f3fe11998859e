#!/usr/bin/env bash
# pytest-xdist 3.8.0 with pytest 9.2.0: tests of one `xdist_group` run in different processes.
#
# `--dist loadgroup` is documented to send tests that are marked with one group to one worker.
#
# Expected: four tests of one group run in one process.
# Seen: in two. The worker writes the group behind the test's id, `item._nodeid = "...@group"`; pytest 9.2 has the id
# elsewhere (`_id`), so the attribute is set and read by nobody, and nothing is said. A scheduler of one's own, by the
# hook `pytest_xdist_make_scheduler`, does not need it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pytest==9.2.0 pytest-xdist==3.8.0

cat > "$folder/test_group.py" <<'PYTHON'
import os
import time

import pytest


@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(4))
def test_process(number):
    time.sleep(0.5)
    with open("processes.txt", "a") as file:
        print(os.getpid(), file=file)
PYTHON
cd "$folder"
venv/bin/python -m pytest -q -n 2 --dist loadgroup test_group.py > /dev/null
count=$(sort -u processes.txt | wc -l)
echo "expected: 1 process for the group; seen: $count"
[ "$count" -gt 1 ]
