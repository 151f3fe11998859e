#!/bin/bash
# nltk 3.10.4, Python 3.11: sentence_bleu with the smoothings of Chen and Cherry (2014), and sentence_chrf (Popović 2015).
# Expected: scores of a translation lie between 0 and 1, and an answer that is the reference, word for word, has 1.
# Seen: sentence_bleu with method5 gives 1.117 to a perfect answer of five words, and method7, which builds on it, too: the matches
#   of each length are averaged with those of the shorter one, and of the shortest one more than there are is assumed.
#   sentence_chrf gives 0.5 to a perfect answer of three letters: of its six lengths of letters three do not occur, and count as 0.
#   sacrebleu, which leaves them out, gives 100 %. method1 gives 1 and, to three words, 0.56.
# What follows: means over short answers are pulled to either side, and "better than perfect" is no error of one's own program.
# Cure: the share of answers that are exactly right; BLEU with as many lengths as the answer has (auto_reweigh=True).
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q nltk==3.10.4 sacrebleu==2.6.0
cat > "$place/look.py" <<'PYTHON'
import sys

import nltk
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from nltk.translate.chrf_score import sentence_chrf
from sacrebleu.metrics import CHRF

def perfect(text, **more):
    return round(sentence_bleu([text.split()], text.split(), **more), 3)

smooth = SmoothingFunction()
found = {name: perfect("a b c d e", smoothing_function=getattr(smooth, name)) for name in ("method1", "method5", "method7")}
found["method1, three words"] = perfect("a b c", smoothing_function=smooth.method1)
found["auto_reweigh, three words"] = perfect("a b c", auto_reweigh=True)
found["chrF, three letters"] = round(sentence_chrf("abc", "abc"), 3)
found["chrF, seven letters"] = round(sentence_chrf("abcdefg", "abcdefg"), 3)
found["sacrebleu's chrF, three letters"] = round(CHRF().sentence_score("abc", ["abc"]).score / 100, 3)
print(f"nltk {nltk.__version__}, a perfect answer: {found}")
sys.exit(0 if list(found.values()) == [1, 1.117, 1.117, 0.562, 1, 0.5, 1, 1] else 1)
PYTHON
"$place/venv/bin/python" "$place/look.py" 2> "$place/said" || { cat "$place/said"; exit 1; }
