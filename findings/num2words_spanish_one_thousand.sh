#!/usr/bin/env bash
# num2words 0.5.14, Spanish.
#
# Expected: before "mil" and "millones", numbers that end in "uno" lose their o: 21,000 is "veintiún mil", 31,000
# "treinta y un mil", 101,000 "ciento un mil" (Real Academia Española, Ortografía, 2010, on numerals).
# Seen: "veintiuno mil", "treinta y uno mil", "ciento uno mil", and "veintiuno millones". French, whose numbers lose an s
# there, is right: 80,000 is "quatre-vingt mille".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check num2words==0.5.14
"$folder/venv/bin/python" - <<'PYTHON'
from num2words import num2words

expected = {21_000: "veintiún mil", 31_000: "treinta y un mil", 101_000: "ciento un mil", 21_000_000: "veintiún millones"}
seen = {number: num2words(number, lang="es") for number in expected}
for number, words in seen.items():
    print(f"{number:,}: {words}; expected {expected[number]}")
print("80,000 in French:", num2words(80_000, lang="fr"))
assert list(seen.values()) == ["veintiuno mil", "treinta y uno mil", "ciento uno mil", "veintiuno millones"]
PYTHON
