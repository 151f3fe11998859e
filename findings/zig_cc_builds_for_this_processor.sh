#!/bin/bash
# ziglang 0.17.1 (PyPI), Python 3.11, Linux on a processor of x86-64 that has AVX2, as nearly all have.
# Expected: `zig cc`, a drop-in for clang and gcc, builds for the baseline of its architecture unless -march or -mcpu names
#   another, so that a library runs on every x86-64 processor.
# Seen: told of no processor and no target it builds for the very one that it runs on: __AVX2__ is defined, and __AVX512F__ too
#   where that is there. A wheel that is built so ends with an illegal instruction on an older machine. With -mcpu=baseline, or
#   with -target x86_64-linux-gnu, which names the system that it runs on anyway, neither is defined.
#   The names that clang and gcc know, -march=x86-64-v3, are refused; they are written -mcpu=x86_64_v3.
# Cure: always give -mcpu.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
if ! [ "$(uname -sm)" = "Linux x86_64" ] || ! grep -q -m1 -w avx2 /proc/cpuinfo; then
    echo "not tried: this processor has no AVX2"
    exit 0
fi
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q ziglang==0.17.1
defined() {
    echo | "$place/venv/bin/python" -m ziglang cc "$@" -dM -E -x c - 2> /dev/null | grep -c -w __AVX2__ || true
}
alone=$(defined -O3) baseline=$(defined -O3 -mcpu=baseline) target=$(defined -O3 -target x86_64-linux-gnu)
echo 'int one(void) { return 1; }' > "$place/one.c"
if "$place/venv/bin/python" -m ziglang cc -c -march=x86-64-v3 "$place/one.c" -o "$place/one.o" 2> /dev/null; then
    named=taken
else
    named=refused
fi
echo "ziglang 0.17.1: __AVX2__ alone $alone, -mcpu=baseline $baseline, -target $target; -march=x86-64-v3 $named"
[ "$alone $baseline $target $named" = "1 0 0 refused" ]
