"""Teach the detector the teacher's tables on composed scenes, cell by cell."""
from __future__ import annotations

import argparse
import copy
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from common import pictures_below, session
from nets_detector import FaceDetector
from scenes import Scenes
from train_embedder import follow, save


def taught(teacher, scene: np.ndarray) -> list[np.ndarray]:
    """The teacher's tables for a scene: one (cells, 16) a stride, cls, obj, box, points."""
    planes = scene.transpose(2, 0, 1)[None].astype(np.float32)
    tables = teacher.run(None, {teacher.get_inputs()[0].name: planes})
    return [np.concatenate([tables[kind + i][0] for kind in (0, 3, 6, 9)], 1).astype(np.float16) for i in range(3)]


def losses(maps, targets) -> torch.Tensor:
    """Object, class, box and point losses, each by the weight of the cells that hold a face."""
    totals, weight = torch.zeros(4, device=maps[0].device), 1.0
    for given, wanted in zip(maps, targets):
        given = given.permute(0, 2, 3, 1).reshape(given.shape[0], -1, 16)
        cls, obj = wanted[..., 0], wanted[..., 1]
        score = torch.sqrt(cls * obj)
        # Cells that already agree hardly count: nearly all are empty.
        open_question = (torch.sigmoid(given[..., 1]).detach() - obj).abs() + 0.02
        w = (score > 0.3) * score
        smooth = lambda a, b: F.smooth_l1_loss(a, b, reduction="none", beta=0.2).sum(-1)
        totals = totals + torch.stack([
            (F.binary_cross_entropy_with_logits(given[..., 1], obj, reduction="none") * open_question).sum(),
            (F.binary_cross_entropy_with_logits(given[..., 0], cls, reduction="none") * obj).sum(),
            (smooth(given[..., 2:6], wanted[..., 2:6]) * w).sum(),
            (smooth(given[..., 6:], wanted[..., 6:]) * w).sum(),
        ])
        weight = weight + w.sum()
    return totals / weight


class Pool:
    """Taught scenes kept for repeated use, the oldest replaced first."""

    def __init__(self, scenes: Scenes, teacher, size: int):
        self.scenes, self.teacher, self.size = scenes, teacher, size
        self.kept, self.made = [], 0

    def batch(self, size: int, fresh: int):
        """`fresh` new scenes and older ones at random: (size, H, W, 3) and their tables."""
        for _ in range(size if len(self.kept) < 4 * size else fresh):
            scene = self.scenes.scene()
            one = (scene, taught(self.teacher, scene))
            if len(self.kept) < self.size:
                self.kept.append(one)
            else:
                self.kept[self.made % self.size] = one
            self.made += 1
        newest = [(self.made - 1 - i) % self.size for i in range(min(fresh, self.made))]
        chosen = newest + list(self.scenes.rng.integers(0, len(self.kept), size - len(newest)))
        tables = [np.stack([self.kept[i][1][k] for i in chosen]).astype(np.float32) for k in range(3)]
        return np.stack([self.kept[i][0] for i in chosen]), tables


def arguments() -> argparse.Namespace:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--faces", nargs="+", type=Path, required=True, help="folders of pictures with faces")
    ap.add_argument("--others", nargs="*", type=Path, default=[], help="folders of other pictures")
    ap.add_argument("--teacher", type=Path, required=True, help="YuNet n for any size")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--minutes", type=float, default=60)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--lr", type=float, default=3e-3)
    ap.add_argument("--init", type=Path, help="go on from this file")
    ap.add_argument("--pool", type=int, default=5000, help="scenes kept for repeated use")
    ap.add_argument("--fresh", type=int, default=5, help="new scenes in each batch")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seed", type=int, default=0)
    return ap.parse_args()


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(args.seed)
    faces, others = pictures_below(*args.faces), pictures_below(*args.others)
    print(f"{len(faces)} pictures with faces, {len(others)} others", flush=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    pool = Pool(Scenes(faces, others or faces, args.seed), session(args.teacher), args.pool)
    net = FaceDetector().to(device, memory_format=torch.channels_last)
    if args.init:
        net.load_state_dict(torch.load(args.init, map_location=device, weights_only=True)["ema"])
    average = copy.deepcopy(net).eval()
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.lr, weight_decay=1e-3)
    started = last = time.time()
    step, recent = 0, []
    net.train()
    while (part := (time.time() - started) / (args.minutes * 60)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = args.lr * min(1, (step + 1) / 200) * (0.5 + 0.5 * np.cos(np.pi * part)) + 1e-6
        scenes, tables = pool.batch(args.batch, args.fresh)
        x = torch.from_numpy(scenes.transpose(0, 3, 1, 2).astype(np.float32)).to(device, memory_format=torch.channels_last)
        each = losses(net.maps(x), [torch.from_numpy(t).to(device) for t in tables])
        optimiser.zero_grad()
        (each * each.new_tensor([2.0, 1.0, 1.0, 1.0])).sum().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        optimiser.step()
        follow(average, net, step)
        step += 1
        recent.append(each.detach())
        if time.time() - last > 60:
            last = time.time()
            obj, cls, box, points = torch.stack(recent).mean(0).tolist()
            recent = []
            print(f"{(last - started) / 60:.1f} min, step {step}, {pool.made} scenes, object {obj:.3f} class {cls:.3f} "
                  f"box {box:.3f} points {points:.3f}", flush=True)
            save(args.out, average, net, step)
    save(args.out, average, net, step)


if __name__ == "__main__":
    main()
