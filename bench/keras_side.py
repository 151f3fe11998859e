"""Keras' side of ``against_peers``: run by an interpreter that has Keras, it knows nothing of ours."""

import json
import os
import sys
import time
from importlib.util import find_spec
from typing import Any

BACK_ENDS = ("tensorflow", "torch", "jax")


def main() -> None:
    found = next(filter(find_spec, BACK_ENDS), BACK_ENDS[0])
    os.environ.setdefault("KERAS_BACKEND", found)  # before Keras is loaded, and in this process alone
    import keras  # type: ignore[import-not-found, unused-ignore]
    import numpy as np

    asked = json.loads(sys.argv[1])
    data = {name: np.fromfile(file, kind).reshape(shape) for name, (file, shape, kind) in asked["data"].items()}
    network = NETWORKS[asked["network"]](keras, asked["network"], data)
    optimizer = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop}[asked["optimizer"]](asked["rate"])
    network.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    moments = []
    noting = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: moments.append(time.process_time()))
    network.fit(
        data["train_x"],
        data["train_y"],
        batch_size=asked["batch_size"],
        epochs=asked["epochs"],
        validation_data=(data["validation_x"], data["validation_y"]),
        callbacks=[noting],
        verbose=0,
    )
    seconds = (moments[-1] - moments[0]) / (asked["epochs"] - 1)
    print(json.dumps({"seconds": seconds, "peer": f"Keras {keras.__version__} on {keras.backend.backend()}"}))


def convolutional(keras: Any, name: str, data: Any) -> Any:
    """33,194 parameters."""
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def dense(keras: Any, name: str, data: Any) -> Any:
    """33,400 parameters."""
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(42, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def recurrent(keras: Any, name: str, data: Any) -> Any:
    """An encoder, its last state repeated, a decoder, a dense layer at each place."""
    layers = keras.layers
    _, length, symbols = data["train_x"].shape
    kind = getattr(layers, name)
    return keras.Sequential(
        [
            layers.Input((length, symbols)),
            kind(128),
            layers.RepeatVector(data["train_y"].shape[1]),
            kind(128, return_sequences=True),
            layers.Dense(symbols, activation="softmax"),
        ]
    )


NETWORKS: dict[str, Any] = {"ConvNet of today": convolutional, "DenseNet of today": dense} | dict.fromkeys(
    ("SimpleRNN", "GRU", "LSTM"), recurrent
)


if __name__ == "__main__":
    main()
