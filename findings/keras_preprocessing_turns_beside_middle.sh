#!/usr/bin/env bash
# keras-preprocessing 1.1.2, the last that was released: what Keras until 2.6 and tf.keras until 2.8 augment pictures
# with. numpy 1.26.4, scipy 1.13.1.
#
# Expected: ImageDataGenerator and apply_affine_transform turn, shear and zoom a picture about its middle, so half a turn
# of a picture is the picture upside down and mirrored, and with fill_mode "nearest" nothing is lost.
# Seen: the middle is taken for (height / 2 + 0.5, width / 2 + 0.5), a pixel further down and right than the middle between
# the first pixel and the last, (height - 1) / 2: half a turn shifts the picture by two pixels, so that two rows and two
# columns are lost, and a turn of 10 degrees shifts it by a sixth of a pixel, always to the same side. Mended in the
# sources in October 2020 (pull request 314) and in Keras 2.9, never released here.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    keras-preprocessing==1.1.2 numpy==1.26.4 scipy==1.13.1
"$folder/venv/bin/python" - <<'PYTHON'
import keras_preprocessing
import numpy as np
from keras_preprocessing.image import apply_affine_transform

picture = np.arange(1.0, 37.0).reshape(6, 6, 1)
turned = apply_affine_transform(picture, theta=180, row_axis=0, col_axis=1, channel_axis=2, fill_mode="nearest")
expected = picture[::-1, ::-1]
print("keras-preprocessing", keras_preprocessing.__version__)
print("half a turn:", turned[..., 0].round().astype(int).tolist(), sep="\n")
print("expected:", expected[..., 0].astype(int).tolist(), sep="\n")
seen = np.clip(7 - np.arange(6), 0, 5)  # about (3.5, 3.5); about the middle it would be 5 - ...
assert np.allclose(turned, picture[seen][:, seen], atol=1e-3), "the behaviour has changed"
PYTHON
