"""The embedder: plain 3x3 convolutions, quick to train on a CPU and quick in a pure Rust runtime."""
from __future__ import annotations

from torch import nn


def conv_bn(cin: int, cout: int, k: int = 3, s: int = 1, act: bool = True, groups: int = 1) -> nn.Sequential:
    """Convolution and batch norm, which the export folds into one, and ReLU."""
    layers = [nn.Conv2d(cin, cout, k, s, k // 2, groups=groups, bias=False), nn.BatchNorm2d(cout)]
    if act:
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


class Residual(nn.Module):
    """Two 3x3 convolutions beside a short cut. No activation on the sum: the short cut stays linear."""

    def __init__(self, channels: int, middle: int):
        super().__init__()
        self.a = conv_bn(channels, middle)
        self.b = conv_bn(middle, channels, act=False)

    def forward(self, x):
        return x + self.b(self.a(x))


class FaceEmbedder(nn.Module):
    """112 x 112 RGB in -1 to 1 -> `dim` numbers; compare directions by cosine."""

    def __init__(self, widths=(16, 32, 64, 128), depths=(1, 2, 3, 2), wide: int = 384, dim: int = 256):
        super().__init__()
        stages, cin = [], 3
        for width, depth in zip(widths, depths):
            stages.append(conv_bn(cin, width, s=2))
            stages += [Residual(width, width) for _ in range(depth)]
            cin = width
        self.body = nn.Sequential(*stages)
        self.expand = conv_bn(cin, wide, k=1)
        # One weight for each place instead of an average: a mouth is not a brow.
        self.pool = nn.Conv2d(wide, wide, 7, groups=wide, bias=False)
        self.pool_bn = nn.BatchNorm2d(wide)
        self.fc = nn.Conv2d(wide, dim, 1)

    def forward(self, x):
        x = self.pool_bn(self.pool(self.expand(self.body(x))))
        return self.fc(x).flatten(1)
