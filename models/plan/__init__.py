"""What a spec will be and cost, before it is trained: worked out on PyTorch's meta device."""

from models.plan.plan import Layer, Plan, plan

__all__ = ["Layer", "Plan", "plan"]
