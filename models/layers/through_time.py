"""Recurrent steps as one operation a layer, their gradients written out: backpropagation through time (Werbos 1990).

Left to itself PyTorch records a dozen small operations for every symbol on a CPU, and goes back through each of them.
Here only what depends on the step before is done step by step. The slopes of all gates are taken at once, the weights'
gradient is one multiplication over all times, and a first state of zeros is not multiplied at all. Where the way back
is truncated the gradient of the state ends, as if the state before had been detached; a gate that is set by hand passes
none to its weights. GRU and its variant stand in ``gru_through_time.py``.

Symbols as in the equations of ``cells.py``: x (time, batch, gates x units) already is W x + b, and U (gates x units,
units) multiplies the state h before, which is ``began`` (batch, units) at first, or zeros. What comes out are the
states (time, batch, units) and the last of them, which has a gradient of its own.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from models.layers.equations import BENDS, Equations, through_clamp, through_sigmoid, through_tanh


def squash_(gates: Tensor, hard: bool) -> Tensor:
    """The sigmoid of gates (batch, units) in place, true or hard: clip(0.2 x + 0.5, 0, 1)."""
    return torch.nn.functional.hardsigmoid(gates.mul_(1.2), inplace=True) if hard else gates.sigmoid_()


def through_gate(gradient: Tensor, gate: Tensor, hard: bool) -> Tensor:
    """The gradient (time, batch, units) of a gate's sum, from that of the gate."""
    if hard:
        return through_clamp(gradient, gate, 0.0, 1.0).mul_(0.2)  # type: ignore[no-any-return]
    return through_sigmoid(gradient, gate)  # type: ignore[no-any-return]


def fix_(gates: Tensor, equations: Equations, units: int) -> None:
    """Sets the gates (batch, gates x units) that are set by hand."""
    for place, value in equations.fixed:
        gates[:, place * units : (place + 1) * units].fill_(value)


def less(states: Tensor, began: Tensor | None, others: Tensor) -> Tensor:
    """(time, batch, units): the state before each step, less ``others``."""
    differences = torch.empty_like(states)
    torch.sub(states[:-1], others[1:], out=differences[1:])
    differences[0] = -others[0] if began is None else began - others[0]
    return differences


def of_weights(of_gates: Tensor, states: Tensor, began: Tensor | None) -> Tensor:
    """The gradient of U (gates x units, units): that of each gate's sum times the state before it, over all times."""
    found = of_gates[1:].flatten(0, 1).t() @ states[:-1].flatten(0, 1)
    return found if began is None else found.addmm_(of_gates[0].t(), began)


class StateGradient:
    """The gradient of the state after each step: from the loss (time, batch, units), from the last state
    (batch, units), and from the step after it.
    """

    def __init__(self, of_states: Tensor | None, of_last: Tensor | None) -> None:
        self.of_states, self.next = of_states, of_last

    def at(self, t: int) -> Tensor:
        """(batch, units); the step before it may write into what it gives to :attr:`next`."""
        if self.of_states is None:
            assert self.next is not None
            return self.next
        return self.of_states[t] if self.next is None else self.next + self.of_states[t]

    def end(self) -> None:
        """No gradient goes further back."""
        if self.next is not None:
            self.next.zero_()


class SimpleSteps(torch.autograd.Function):
    """h' = f(x + U h), from x (time, batch, units) to states (time, batch, units) and the last (batch, units)."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, began: Tensor | None, weights: Tensor, equations: Equations
    ) -> tuple[Tensor, Tensor]:
        states, h, f = x.new_empty(x.shape), began, BENDS[equations.activation]
        for t, after in enumerate(states.unbind()):
            if h is None:
                after.copy_(x[t])
            else:
                torch.addmm(x[t], h, weights.t(), out=after)
            h = f.bend_(after)
        ctx.save_for_backward(states, began, weights)
        ctx.set_materialize_grads(False)
        ctx.equations = equations
        return states, states[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, of_states: Tensor | None, of_last: Tensor | None) -> tuple[Tensor | None, ...]:
        states, began, weights = ctx.saved_tensors
        f = BENDS[ctx.equations.activation]
        dx, asked = torch.empty_like(states), StateGradient(of_states, of_last)
        for t in reversed(range(len(dx))):
            f.back(asked.at(t), states[t], dx[t])
            asked.next = dx[t] @ weights if t or began is not None else None
            if ctx.equations.cut(t, len(dx)):
                asked.end()
        return dx, asked.next, of_weights(dx, states, began), None


class LstmSteps(torch.autograd.Function):
    """i, f, g, o = gates of x + U h; c' = f c + i g; h' = o tanh(c').

    From x (time, batch, 4 units) to states (time, batch, units), and the last state and memory c, each (batch, units).
    Where there are peepholes p (3, units), p c is added to the sums of i and f, and p c' to that of o.
    """

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        began: Tensor | None,
        memory: Tensor | None,
        weights: Tensor,
        peepholes: Tensor | None,
        equations: Equations,
    ) -> tuple[Tensor, Tensor, Tensor]:
        time, batch, width = x.shape
        units, hard = width // 4, equations.hard
        gates = x.new_empty(x.shape)
        states, memories, bent = (x.new_empty(time, batch, units) for _ in range(3))
        h, c = began, memory
        for t, sums in enumerate(gates.unbind()):
            if h is None:
                sums.copy_(x[t])
            else:
                torch.addmm(x[t], h, weights.t(), out=sums)
            i, f, g, o = sums.chunk(4, 1)
            if peepholes is not None and c is not None:
                i.addcmul_(c, peepholes[0])
                f.addcmul_(c, peepholes[1])
            squash_(sums[:, : 2 * units], hard)
            fix_(sums, equations, units)
            new = torch.mul(i, g.tanh_(), out=memories[t])
            c = new if c is None else new.addcmul_(f, c)
            squash_(o if peepholes is None else o.addcmul_(c, peepholes[2]), hard)
            fix_(sums, equations, units)
            h = torch.mul(o, torch.tanh(c, out=bent[t]), out=states[t])
        ctx.save_for_backward(gates, states, memories, bent, began, memory, weights, peepholes)
        ctx.set_materialize_grads(False)
        ctx.equations = equations
        return states, states[-1].clone(), memories[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, of_states: Tensor | None, of_last: Tensor | None, of_memory: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        gates, states, memories, bent, began, memory, weights, peepholes = ctx.saved_tensors
        i, f, g, o = gates.chunk(4, 2)
        was = torch.cat(((torch.zeros_like(bent[0]) if memory is None else memory).unsqueeze(0), memories[:-1]))
        dx, equations = torch.empty_like(gates), ctx.equations
        slopes = [through_gate(one, gate, equations.hard) for one, gate in ((g, i), (was, f), (bent, o))]
        of_output = slopes[2]
        slopes.insert(2, through_tanh(i, g))
        for place, _ in equations.fixed:
            slopes[place].zero_()
        of_memory_gates = slopes[:3]  # but for what the memory is asked
        passed = through_tanh(o, bent)  # from the state to the memory
        dc = torch.zeros_like(bent[0]) if of_memory is None else of_memory.clone()
        asked = StateGradient(of_states, torch.zeros_like(bent[0]) if of_states is of_last is None else of_last)
        for t in reversed(range(len(dx))):
            dh, (*into_memory, do) = asked.at(t), dx[t].chunk(4, 1)
            torch.mul(of_output[t], dh, out=do)
            dc.addcmul_(dh, passed[t])
            if peepholes is not None:
                dc.addcmul_(do, peepholes[2])
            for gate, part in zip(into_memory, of_memory_gates, strict=True):
                torch.mul(part[t], dc, out=gate)
            dc.mul_(f[t])
            if peepholes is not None:
                dc.addcmul_(into_memory[0], peepholes[0]).addcmul_(into_memory[1], peepholes[1])
            asked.next = dx[t] @ weights if t or began is not None else None
            if equations.cut(t, len(dx)):
                asked.end()
                dc.zero_()
        of_peepholes = None if peepholes is None else through_peepholes(dx, was, memories)
        return dx, asked.next, None if memory is None else dc, of_weights(dx, states, began), of_peepholes, None


def through_peepholes(of_gates: Tensor, was: Tensor, memories: Tensor) -> Tensor:
    """The gradient of peepholes (3, units): that of the sums of i, f and o times the memory that each of them sees."""
    di, df, _, do = of_gates.chunk(4, 2)
    return torch.stack([(di * was).sum((0, 1)), (df * was).sum((0, 1)), (do * memories).sum((0, 1))])
