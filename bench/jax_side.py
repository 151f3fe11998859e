"""JAX's side of ``against_peers``: run by an interpreter that has JAX, it knows nothing of ours.

One jitted step a batch, weights and the optimiser's state given over to it; cells in their usual form, by ``lax.scan``.
"""

import json
import sys
import time
from typing import Any

import jax  # type: ignore[import-not-found, unused-ignore]
import jax.numpy as jnp  # type: ignore[import-not-found, unused-ignore]
import numpy as np

HIDDEN = 128
GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


def main() -> None:
    asked = json.loads(sys.argv[1])
    data = {name: np.fromfile(file, kind).reshape(shape) for name, (file, shape, kind) in asked["data"].items()}
    weights, network = made(asked["network"], data)
    rule = {"adam": adam, "rmsprop": rmsprop}[asked["optimizer"]]

    def loss(weights: Any, x: Any, y: Any) -> Any:
        scores = network(weights, x)
        surprise = -jnp.take_along_axis(jax.nn.log_softmax(scores), y[..., None], -1).mean()
        return surprise, (scores.argmax(-1) == y).mean()

    def step(weights: Any, state: Any, x: Any, y: Any) -> Any:
        (surprise, right), slopes = jax.value_and_grad(loss, has_aux=True)(weights, x, y)
        return *rule(weights, slopes, state, asked["rate"]), surprise, right

    taken, scored = jax.jit(step, donate_argnums=(0, 1)), jax.jit(loss)
    nothing = jax.tree.map(jnp.zeros_like, weights)
    state = (nothing, jax.tree.map(jnp.zeros_like, weights), jnp.zeros(()))
    moments, draws, size = [], np.random.default_rng(0), asked["batch_size"]
    for _ in range(asked["epochs"]):
        order, found = draws.permutation(len(data["train_x"])), []
        for at in range(0, len(order), size):
            rows = order[at : at + size]
            weights, state, *one = taken(weights, state, data["train_x"][rows], data["train_y"][rows])
            found.append(one)
        for at in range(0, len(data["validation_x"]), 1000):
            found.append(scored(weights, data["validation_x"][at : at + 1000], data["validation_y"][at : at + 1000]))
        np.array(found)  # waits for all of them
        moments.append(time.process_time())
    seconds = (moments[-1] - moments[0]) / (asked["epochs"] - 1)
    print(json.dumps({"seconds": seconds, "peer": f"JAX {jax.__version__}, jitted"}))


def adam(weights: Any, slopes: Any, state: Any, rate: float) -> Any:
    first, second, count = state
    count = count + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, slopes)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, slopes)
    ahead, under = 1 - 0.9**count, 1 - 0.999**count
    moved = jax.tree.map(lambda w, m, v: w - rate * (m / ahead) / (jnp.sqrt(v / under) + 1e-7), weights, first, second)
    return moved, (first, second, count)


def rmsprop(weights: Any, slopes: Any, state: Any, rate: float) -> Any:
    first, second, count = state
    second = jax.tree.map(lambda v, g: 0.9 * v + 0.1 * g * g, second, slopes)
    return jax.tree.map(lambda w, g, v: w - rate * g / (jnp.sqrt(v) + 1e-7), weights, slopes, second), (
        first,
        second,
        count,
    )


def made(name: str, data: Any) -> tuple[Any, Any]:
    """First weights, and the network as a function of weights and inputs."""
    draws = iter(jax.random.split(jax.random.key(0), 20))

    def drawn(*shape: int) -> Any:
        fan = int(np.prod(shape[:-1]))
        return jax.random.normal(next(draws), shape) / fan**0.5

    def layer(inputs: int, outputs: int) -> Any:
        return drawn(inputs, outputs), jnp.zeros(outputs)

    if name == "DenseNet of today":
        return [layer(784, 42), layer(42, 10)], dense
    if name == "ConvNet of today":
        kernels = [(drawn(3, 3, before, after), jnp.zeros(after)) for before, after in ((1, 16), (16, 32), (32, 32))]
        return [*kernels, layer(288, 64), layer(64, 10)], convolutional
    symbols, gates = data["train_x"].shape[2], GATES[name]
    cells = [(drawn(inputs, gates * HIDDEN), drawn(HIDDEN, gates * HIDDEN), jnp.zeros((2, gates * HIDDEN)))
             for inputs in (symbols, HIDDEN)]  # fmt: skip
    places = data["train_y"].shape[1]

    def recurrent(weights: Any, x: Any) -> Any:
        encoder, decoder, (w, b) = weights
        last = through(name, encoder, x.transpose(1, 0, 2) @ encoder[0])[1]
        repeated = jnp.broadcast_to(last @ decoder[0], (places, len(x), gates * HIDDEN))
        return through(name, decoder, repeated)[0].transpose(1, 0, 2) @ w + b

    return [*cells, layer(HIDDEN, symbols)], recurrent


def dense(weights: Any, x: Any) -> Any:
    (w1, b1), (w2, b2) = weights
    return jax.nn.relu(x.reshape(len(x), -1) @ w1 + b1) @ w2 + b2


def convolutional(weights: Any, x: Any) -> Any:
    *kernels, (w1, b1), (w2, b2) = weights
    for place, (kernel, bias) in enumerate(kernels):
        x = jax.lax.conv_general_dilated(x, kernel, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        x = jax.nn.relu(x + bias)
        if place < 2:
            x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    return jax.nn.relu(x.reshape(len(x), -1) @ w1 + b1) @ w2 + b2


def through(name: str, weights: Any, inputs: Any) -> tuple[Any, Any]:
    """W x of every step (time, batch, gates) -> all states (time, batch, units), the last."""
    _, u, bias = weights
    nothing = jnp.zeros((inputs.shape[1], HIDDEN))

    def simple(h: Any, x: Any) -> Any:
        h = jnp.tanh(x + bias.sum(0) + h @ u)
        return h, h

    def gru(h: Any, x: Any) -> Any:
        given, own = jnp.split(x + bias[0], 3, -1), jnp.split(h @ u + bias[1], 3, -1)
        r, z = jax.nn.sigmoid(given[0] + own[0]), jax.nn.sigmoid(given[1] + own[1])
        n = jnp.tanh(given[2] + r * own[2])
        h = n + z * (h - n)
        return h, h

    def lstm(state: Any, x: Any) -> Any:
        h, c = state
        i, f, g, o = jnp.split(x + bias.sum(0) + h @ u, 4, -1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    if name == "LSTM":
        (h, _), states = jax.lax.scan(lstm, (nothing, nothing), inputs)
        return states, h
    h, states = jax.lax.scan(gru if name == "GRU" else simple, nothing, inputs)
    return states, h


if __name__ == "__main__":
    main()
