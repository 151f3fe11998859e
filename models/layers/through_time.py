"""Recurrent steps as one operation a layer, their gradients written out: backpropagation through time (Werbos 1990).

Left to itself PyTorch records a dozen small operations for every symbol on a CPU, and goes back through each of them.
Here only what depends on the step before is done step by step. The slopes of all gates are taken at once, the weights'
gradient is one multiplication over all times, and a first state of zeros is not multiplied at all.

Symbols as in the equations of ``cells.py``: x (time, batch, gates x units) already is W x + b, and U (gates x units,
units) multiplies the state h before, which is ``began`` (batch, units) at first, or zeros. What comes out are the
states (time, batch, units) and the last of them, which has a gradient of its own.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

through_tanh: Any = torch.ops.aten.tanh_backward
through_sigmoid: Any = torch.ops.aten.sigmoid_backward
through_clamp: Any = torch.ops.aten.hardtanh_backward
"""(gradient, y) -> gradient times the slope where the function gave y: 1 - y^2, y (1 - y), 1 between the ends."""


def squash_(gates: Tensor, hard: bool) -> Tensor:
    """The sigmoid of gates (batch, units) in place, true or hard: clip(0.2 x + 0.5, 0, 1)."""
    return torch.nn.functional.hardsigmoid(gates.mul_(1.2), inplace=True) if hard else gates.sigmoid_()


def through_gate(gradient: Tensor, gate: Tensor, hard: bool) -> Tensor:
    """The gradient (time, batch, units) of a gate's sum, from that of the gate."""
    if hard:
        return through_clamp(gradient, gate, 0.0, 1.0).mul_(0.2)  # type: ignore[no-any-return]
    return through_sigmoid(gradient, gate)  # type: ignore[no-any-return]


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


class SimpleSteps(torch.autograd.Function):
    """h' = tanh(x + U h), from x (time, batch, units) to states (time, batch, units) and the last (batch, units)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, began: Tensor | None, weights: Tensor) -> tuple[Tensor, Tensor]:
        states, h = x.new_empty(x.shape), began
        for t, after in enumerate(states.unbind()):
            if h is None:
                after.copy_(x[t])
            else:
                torch.addmm(x[t], h, weights.t(), out=after)
            h = after.tanh_()
        ctx.save_for_backward(states, began, weights)
        ctx.set_materialize_grads(False)
        return states, states[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, of_states: Tensor | None, of_last: Tensor | None) -> tuple[Tensor | None, ...]:
        states, began, weights = ctx.saved_tensors
        dx, asked = torch.empty_like(states), StateGradient(of_states, of_last)
        for t in reversed(range(len(dx))):
            through_tanh(asked.at(t), states[t], grad_input=dx[t])
            asked.next = dx[t] @ weights if t or began is not None else None
        return dx, asked.next, of_weights(dx, states, began)


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
        hard: bool,
    ) -> tuple[Tensor, Tensor, Tensor]:
        time, batch, width = x.shape
        units = width // 4
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
            new = torch.mul(i, g.tanh_(), out=memories[t])
            c = new if c is None else new.addcmul_(f, c)
            squash_(o if peepholes is None else o.addcmul_(c, peepholes[2]), hard)
            h = torch.mul(o, torch.tanh(c, out=bent[t]), out=states[t])
        ctx.save_for_backward(gates, states, memories, bent, began, memory, weights, peepholes)
        ctx.set_materialize_grads(False)
        ctx.hard = hard
        return states, states[-1].clone(), memories[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, of_states: Tensor | None, of_last: Tensor | None, of_memory: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        gates, states, memories, bent, began, memory, weights, peepholes = ctx.saved_tensors
        i, f, g, o = gates.chunk(4, 2)
        was = torch.cat(((torch.zeros_like(bent[0]) if memory is None else memory).unsqueeze(0), memories[:-1]))
        dx, hard = torch.empty_like(gates), ctx.hard
        of_input, of_forget, of_output = (through_gate(one, gate, hard) for one, gate in ((g, i), (was, f), (bent, o)))
        of_memory_gates = (of_input, of_forget, through_tanh(i, g))  # but for what the memory is asked
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
        of_peepholes = None if peepholes is None else through_peepholes(dx, was, memories)
        return dx, asked.next, None if memory is None else dc, of_weights(dx, states, began), of_peepholes, None


def through_peepholes(of_gates: Tensor, was: Tensor, memories: Tensor) -> Tensor:
    """The gradient of peepholes (3, units): that of the sums of i, f and o times the memory that each of them sees."""
    di, df, _, do = of_gates.chunk(4, 2)
    return torch.stack([(di * was).sum((0, 1)), (df * was).sum((0, 1)), (do * memories).sum((0, 1))])


def room_for_gru(x: Tensor) -> list[Tensor]:
    """Both gates (time, batch, 2 units), then states, candidates and one more (time, batch, units)."""
    return [x.new_empty(*x.shape[:2], count * x.shape[2] // 3) for count in (2, 1, 1, 1)]


class GruSteps(torch.autograd.Function):
    """r, z = gates of x + U h; n = tanh(x + r (U h + b)); h' = z h + (1 - z) n: PyTorch's, which resets after U.

    From x (time, batch, 3 units) to states (time, batch, units) and the last (batch, units).
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, began: Tensor | None, weights: Tensor, bias: Tensor, hard: bool
    ) -> tuple[Tensor, Tensor]:
        gates, states, candidates, seen = room_for_gru(x)
        units = states.shape[2]
        of_gates, of_candidate = weights[: 2 * units].t(), weights[2 * units :].t()
        h = torch.zeros_like(states[0]) if began is None else began
        for t in range(len(x)):
            if t or began is not None:
                torch.addmm(x[t, :, : 2 * units], h, of_gates, out=gates[t])
                torch.addmm(bias, h, of_candidate, out=seen[t])
            else:
                gates[t], seen[t] = x[t, :, : 2 * units], bias
            r, z = squash_(gates[t], hard).chunk(2, 1)
            torch.addcmul(x[t, :, 2 * units :], r, seen[t], out=candidates[t])
            h = torch.lerp(candidates[t].tanh_(), h, z, out=states[t])
        ctx.save_for_backward(gates, states, candidates, seen, began, weights)
        ctx.set_materialize_grads(False)
        ctx.hard = hard
        return states, states[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, of_states: Tensor | None, of_last: Tensor | None) -> tuple[Tensor | None, ...]:
        gates, states, candidates, seen, began, weights = ctx.saved_tensors
        units, (r, z) = states.shape[2], gates.chunk(2, 2)
        of_reset = through_gate(seen, r, ctx.hard)
        of_update = through_gate(less(states, began, candidates), z, ctx.hard)
        of_candidate = through_tanh(1 - z, candidates)
        dx, of_seen = states.new_empty(*states.shape[:2], 3 * units), torch.empty_like(states)
        asked = StateGradient(of_states, of_last)
        for t in reversed(range(len(dx))):
            dh, (dr, dz, dn) = asked.at(t), dx[t].chunk(3, 1)
            torch.mul(dh, of_candidate[t], out=dn)
            torch.mul(dh, of_update[t], out=dz)
            torch.mul(dn, of_reset[t], out=dr)
            torch.mul(dn, r[t], out=of_seen[t])
            asked.next = None
            if t or began is not None:
                asked.next = torch.addmm(dh * z[t], dx[t, :, : 2 * units], weights[: 2 * units])
                asked.next.addmm_(of_seen[t], weights[2 * units :])
        parts = (of_weights(dx[..., : 2 * units], states, began), of_weights(of_seen, states, began))
        return dx, asked.next, torch.cat(parts), of_seen.sum((0, 1)), None


class ResetBeforeSteps(torch.autograd.Function):
    """r, z = gates of x + U h; n = tanh(x + U (r h)); h' = z h + (1 - z) n: as published (Cho et al. 2014).

    From x (time, batch, 3 units) to states (time, batch, units) and the last (batch, units).
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, began: Tensor | None, weights: Tensor, hard: bool) -> tuple[Tensor, Tensor]:
        gates, states, candidates, kept = room_for_gru(x)
        units = states.shape[2]
        of_gates, of_candidate = weights[: 2 * units].t(), weights[2 * units :].t()
        h = torch.zeros_like(states[0]) if began is None else began
        for t in range(len(x)):
            if t or began is not None:
                torch.addmm(x[t, :, : 2 * units], h, of_gates, out=gates[t])
                r, z = squash_(gates[t], hard).chunk(2, 1)
                torch.addmm(x[t, :, 2 * units :], torch.mul(r, h, out=kept[t]), of_candidate, out=candidates[t])
            else:
                gates[t], kept[t], candidates[t] = x[t, :, : 2 * units], h, x[t, :, 2 * units :]
                r, z = squash_(gates[t], hard).chunk(2, 1)
            h = torch.lerp(candidates[t].tanh_(), h, z, out=states[t])
        ctx.save_for_backward(gates, states, candidates, kept, began, weights)
        ctx.set_materialize_grads(False)
        ctx.hard = hard
        return states, states[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, of_states: Tensor | None, of_last: Tensor | None) -> tuple[Tensor | None, ...]:
        gates, states, candidates, kept, began, weights = ctx.saved_tensors
        units, (r, z) = states.shape[2], gates.chunk(2, 2)
        was = less(states, began, torch.zeros_like(states))
        of_reset = through_gate(was, r, ctx.hard)
        of_update = through_gate(was - candidates, z, ctx.hard)
        of_candidate = through_tanh(1 - z, candidates)
        dx = states.new_empty(*states.shape[:2], 3 * units)
        asked = StateGradient(of_states, of_last)
        for t in reversed(range(len(dx))):
            dh, (dr, dz, dn) = asked.at(t), dx[t].chunk(3, 1)
            torch.mul(dh, of_candidate[t], out=dn)
            torch.mul(dh, of_update[t], out=dz)
            asked.next = None
            if t or began is not None:
                of_kept = dn @ weights[2 * units :]
                torch.mul(of_kept, of_reset[t], out=dr)
                asked.next = (dh * z[t]).addcmul_(of_kept, r[t])
                asked.next.addmm_(dx[t, :, : 2 * units], weights[: 2 * units])
            else:
                dr.zero_()  # whatever it lets through of zeros is nothing
        of_candidates = dx[..., 2 * units :].flatten(0, 1).t() @ kept.flatten(0, 1)
        parts = (of_weights(dx[..., : 2 * units], states, began), of_candidates)
        return dx, asked.next, torch.cat(parts), None
