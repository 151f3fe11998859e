"""The steps of a GRU (Cho et al. 2014), as in ``through_time.py``: reset after U, as PyTorch does, and before."""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from models.layers.equations import Equations, through_tanh
from models.layers.through_time import StateGradient, fix_, less, of_weights, squash_, through_gate


def room_for_gru(x: Tensor) -> list[Tensor]:
    """Both gates (time, batch, 2 units), then states, candidates and one more (time, batch, units)."""
    return [x.new_empty(*x.shape[:2], count * x.shape[2] // 3) for count in (2, 1, 1, 1)]


def gates_of(sums: Tensor, equations: Equations) -> tuple[Tensor, ...]:
    """r and z, each (batch, units), from their sums (batch, 2 units) in place."""
    fix_(squash_(sums, equations.hard), equations, sums.shape[1] // 2)
    return sums.chunk(2, 1)


def close(slopes: tuple[Tensor, ...], equations: Equations) -> None:
    """No gradient reaches the sums of gates that are set by hand: their slopes (time, batch, units) become 0."""
    for place, _ in equations.fixed:
        slopes[place].zero_()


class GruSteps(torch.autograd.Function):
    """r, z = gates of x + U h; n = tanh(x + r (U h + b)); h' = z h + (1 - z) n: PyTorch's, which resets after U.

    From x (time, batch, 3 units) to states (time, batch, units) and the last (batch, units).
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, began: Tensor | None, weights: Tensor, bias: Tensor, equations: Equations
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
            r, z = gates_of(gates[t], equations)
            torch.addcmul(x[t, :, 2 * units :], r, seen[t], out=candidates[t])
            h = torch.lerp(candidates[t].tanh_(), h, z, out=states[t])
        ctx.save_for_backward(gates, states, candidates, seen, began, weights)
        ctx.set_materialize_grads(False)
        ctx.equations = equations
        return states, states[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, of_states: Tensor | None, of_last: Tensor | None) -> tuple[Tensor | None, ...]:
        gates, states, candidates, seen, began, weights = ctx.saved_tensors
        units, (r, z) = states.shape[2], gates.chunk(2, 2)
        of_reset = through_gate(seen, r, ctx.equations.hard)
        of_update = through_gate(less(states, began, candidates), z, ctx.equations.hard)
        close((of_reset, of_update), ctx.equations)
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
            if ctx.equations.cut(t, len(dx)):
                asked.end()
        parts = (of_weights(dx[..., : 2 * units], states, began), of_weights(of_seen, states, began))
        return dx, asked.next, torch.cat(parts), of_seen.sum((0, 1)), None


class ResetBeforeSteps(torch.autograd.Function):
    """r, z = gates of x + U h; n = tanh(x + U (r h)); h' = z h + (1 - z) n: as published (Cho et al. 2014).

    From x (time, batch, 3 units) to states (time, batch, units) and the last (batch, units).
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, began: Tensor | None, weights: Tensor, equations: Equations
    ) -> tuple[Tensor, Tensor]:
        gates, states, candidates, kept = room_for_gru(x)
        units = states.shape[2]
        of_gates, of_candidate = weights[: 2 * units].t(), weights[2 * units :].t()
        h = torch.zeros_like(states[0]) if began is None else began
        for t in range(len(x)):
            if t or began is not None:
                torch.addmm(x[t, :, : 2 * units], h, of_gates, out=gates[t])
                r, z = gates_of(gates[t], equations)
                torch.addmm(x[t, :, 2 * units :], torch.mul(r, h, out=kept[t]), of_candidate, out=candidates[t])
            else:
                gates[t], kept[t], candidates[t] = x[t, :, : 2 * units], h, x[t, :, 2 * units :]
                r, z = gates_of(gates[t], equations)
            h = torch.lerp(candidates[t].tanh_(), h, z, out=states[t])
        ctx.save_for_backward(gates, states, candidates, kept, began, weights)
        ctx.set_materialize_grads(False)
        ctx.equations = equations
        return states, states[-1].clone()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, of_states: Tensor | None, of_last: Tensor | None) -> tuple[Tensor | None, ...]:
        gates, states, candidates, kept, began, weights = ctx.saved_tensors
        units, (r, z) = states.shape[2], gates.chunk(2, 2)
        was = less(states, began, torch.zeros_like(states))
        of_reset = through_gate(was, r, ctx.equations.hard)
        of_update = through_gate(was - candidates, z, ctx.equations.hard)
        close((of_reset, of_update), ctx.equations)
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
            if ctx.equations.cut(t, len(dx)):
                asked.end()
        of_candidates = dx[..., 2 * units :].flatten(0, 1).t() @ kept.flatten(0, 1)
        parts = (of_weights(dx[..., : 2 * units], states, began), of_candidates)
        return dx, asked.next, torch.cat(parts), None
