"""The detector: three strides and the twelve tables of YuNet (cls, obj, bbox, kps)."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from common import STRIDES
from nets import Residual, conv_bn

OUTPUTS = [f"{table}_{stride}" for table in ("cls", "obj", "bbox", "kps") for stride in STRIDES]


class FaceDetector(nn.Module):
    """BGR pixels of 0 to 255, sides multiples of 32. The scaling is part of the network."""

    def __init__(self, c1: int = 16, c2: int = 24, c3: int = 40, c4: int = 56, c5: int = 56, head: int = 40):
        super().__init__()
        self.stem = nn.Sequential(conv_bn(3, c1, s=2), conv_bn(c1, c2, s=2), Residual(c2, c2))
        self.s8 = nn.Sequential(conv_bn(c2, c3, s=2), Residual(c3, c3), Residual(c3, c3))
        self.s16 = nn.Sequential(conv_bn(c3, c4, s=2), Residual(c4, c4), Residual(c4, c4))
        self.s32 = nn.Sequential(conv_bn(c4, c5, s=2), Residual(c5, c5), Residual(c5, c5))
        self.lat = nn.ModuleList([conv_bn(c, head, k=1) for c in (c3, c4, c5)])
        self.mix = nn.ModuleList([conv_bn(head, head) for _ in STRIDES])
        self.out = nn.ModuleList([nn.Conv2d(head, 16, 1) for _ in STRIDES])
        for out in self.out:
            nn.init.normal_(out.weight, 0, 0.01)
            nn.init.zeros_(out.bias)
            out.bias.data[1] = -4.0  # most cells hold no face

    def maps(self, x):
        """One map of 16 channels a stride: cls, obj (before the sigmoid), box, points."""
        x = (x - 127.5) / 64.0
        a = self.s8(self.stem(x))
        b = self.s16(a)
        c = self.s32(b)
        p5 = self.lat[2](c)
        p4 = self.lat[1](b) + F.interpolate(p5, scale_factor=2.0, mode="nearest")
        p3 = self.lat[0](a) + F.interpolate(p4, scale_factor=2.0, mode="nearest")
        return [out(mix(p)) for out, mix, p in zip(self.out, self.mix, (p3, p4, p5))]

    def forward(self, x):
        """The twelve tables, cls and obj as probabilities."""
        flat = [m.permute(0, 2, 3, 1).reshape(m.shape[0], -1, 16) for m in self.maps(x)]
        return ([torch.sigmoid(f[..., 0:1]) for f in flat] + [torch.sigmoid(f[..., 1:2]) for f in flat]
                + [f[..., 2:6] for f in flat] + [f[..., 6:16] for f in flat])
