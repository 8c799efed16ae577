"""Orthogonalised-momentum steps for convolution weights, AdamW for all else.

Reaches the same agreement with the teacher in fewer steps than AdamW alone,
which is what counts on two cores."""
from __future__ import annotations

import torch


def orthogonalise(g: torch.Tensor, steps: int = 4) -> torch.Tensor:
    """Newton-Schulz iteration towards the nearest semi-orthogonal matrix."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (g.norm() + 1e-7)
    flip = x.shape[0] > x.shape[1]
    if flip:
        x = x.T
    for _ in range(steps):
        s = x @ x.T
        x = a * x + (b * s + c * (s @ s)) @ x
    return x.T if flip else x


class Muon(torch.optim.Optimizer):
    """Momentum whose step is made orthogonal, weights (out, in x k x k) taken as a matrix."""

    def __init__(self, params, lr: float = 0.02, momentum: float = 0.9, weight_decay: float = 0.01):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                momentum = self.state[p].setdefault("m", torch.zeros_like(p))
                momentum.mul_(group["momentum"]).add_(p.grad)
                g = p.grad.add(momentum, alpha=group["momentum"]).reshape(p.shape[0], -1)
                u = orthogonalise(g)
                u = u * max(1.0, u.shape[0] / u.shape[1]) ** 0.5
                p.mul_(1 - group["lr"] * group["weight_decay"]).add_(u.reshape(p.shape), alpha=-group["lr"])


def optimisers(net: torch.nn.Module, lr_muon: float, lr_adam: float, weight_decay: float) -> list[torch.optim.Optimizer]:
    """Muon for dense convolutions; AdamW for norms, biases and depthwise weights."""
    dense = [p for p in net.parameters() if p.ndim == 4 and p.shape[1] > 1 and p.shape[0] > 1]
    taken = {id(p) for p in dense}
    rest = [p for p in net.parameters() if id(p) not in taken]
    return [Muon(dense, lr=lr_muon, weight_decay=weight_decay), torch.optim.AdamW(rest, lr=lr_adam, weight_decay=0.0)]
