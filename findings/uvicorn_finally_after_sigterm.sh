#!/bin/bash
# uvicorn 0.54.0, Python 3.11 (any with the same signal handling).
# Expected: uvicorn ends gracefully on SIGTERM and uvicorn.run() returns, so that what stands around it is cleaned up:
#   a `with tempfile.TemporaryDirectory()`, a `finally:`, functions registered with atexit.
# Seen: the shutdown is graceful (the lifespan's end runs), but then uvicorn restores the handler that was there before
#   and raises the signal once more; Python's default handler ends the process on the spot. Neither `finally` nor
#   `with` nor atexit runs, and the temporary folder stays. With Ctrl+C (SIGINT) all of them run.
# Cure: a SIGTERM handler of one's own that raises an exception, installed before uvicorn.run().
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q uvicorn==0.54.0
cat > "$place/serve.py" <<'PYTHON'
import atexit, pathlib, sys, tempfile
import uvicorn

place = pathlib.Path(sys.argv[1])

async def app(scope, receive, send):
    assert scope["type"] == "lifespan"
    await receive()
    await send({"type": "lifespan.startup.complete"})
    (place / "started").touch()
    await receive()
    (place / "lifespan ended").touch()
    await send({"type": "lifespan.shutdown.complete"})

atexit.register((place / "atexit ran").touch)
with tempfile.TemporaryDirectory(dir=place, prefix="temporary-"):
    try:
        uvicorn.run(app, port=0, log_level="error")
    finally:
        (place / "finally ran").touch()
PYTHON
for name in TERM INT; do
    mkdir "$place/$name"
    "$place/venv/bin/python" "$place/serve.py" "$place/$name" 2>/dev/null &
    server=$!
    until [ -e "$place/$name/started" ]; do sleep 0.1; done
    "$place/venv/bin/python" -c "import os, signal; os.kill($server, signal.SIG$name)"
    wait "$server" || true
    echo "SIG$name leaves: $(cd "$place/$name" && ls -d -- * | sed 's/temporary-.*/a temporary folder/' | paste -sd, | sed 's/,/, /g')"
done
[ -e "$place/TERM/lifespan ended" ] && [ ! -e "$place/TERM/finally ran" ] && [ ! -e "$place/TERM/atexit ran" ]
ls -d "$place"/TERM/temporary-* > /dev/null
