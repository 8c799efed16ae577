"""Teach the embedder to give the teacher's directions (feature distillation).

Two losses: one minus the cosine to the teacher, and the squared difference of
all cosines within a batch, which carries how alike two faces are."""
from __future__ import annotations

import argparse
import copy
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

import muon
from nets import FaceEmbedder


def degraded(rng, face: np.ndarray) -> np.ndarray:
    """What a phone does to a face: light, colour, blur, few pixels, something in front of it."""
    x = face.astype(np.float32)
    if rng.random() < 0.7:
        x = (x - 128) * rng.uniform(0.7, 1.3) + 128 + rng.normal(0, 14)
    if rng.random() < 0.3:
        x = x * rng.uniform(0.85, 1.15, 3).astype(np.float32)
    if rng.random() < 0.25:
        x[:] = x.mean(2, keepdims=True)
    way = rng.random()
    if way < 0.2:
        k = int(rng.integers(28, 90))
        x = cv2.resize(cv2.resize(x, (k, k), interpolation=cv2.INTER_AREA), (112, 112), interpolation=cv2.INTER_LINEAR)
    elif way < 0.3:
        x = cv2.GaussianBlur(x, (5, 5), rng.uniform(0.4, 1.6))
    if rng.random() < 0.1:
        top, left = rng.integers(0, 80, 2)
        x[top:top + 32, left:left + 32] = rng.uniform(0, 255)
    return np.clip(x, 0, 255)


class Batches(torch.utils.data.IterableDataset):
    """Endless batches from a store, made in as many processes as the loader has workers."""

    def __init__(self, store: Path, size: int, seed: int):
        self.store, self.size, self.seed = store, size, seed

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng((self.seed, worker.id if worker else 0))
        cv2.setNumThreads(1)
        faces = np.load(self.store / "x.npy", mmap_mode="r")
        targets = np.load(self.store / "t.npy", mmap_mode="r")
        while True:
            count = int((self.store / "count").read_text())  # the store may still grow
            out = np.empty((self.size, 3, 112, 112), np.float32)
            chosen = rng.integers(0, count, self.size)
            for place, sample in enumerate(chosen):
                face = faces[sample]
                # The teacher's direction of a mirrored face is nearly the same.
                face = face[:, ::-1] if rng.random() < 0.5 else face
                out[place] = degraded(rng, face)[:, :, ::-1].transpose(2, 0, 1)
            yield torch.from_numpy((out - 127.5) / 127.5), torch.from_numpy(targets[chosen].astype(np.float32))


def losses(given: torch.Tensor, wanted: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """One minus the mean cosine, and the mean squared difference of the cosines of all pairs."""
    size = len(given)
    direct = (1 - (given * wanted).sum(1)).mean()
    relation = ((given @ given.T - wanted @ wanted.T) ** 2).sum() / (size * (size - 1))
    return direct, relation


@torch.no_grad()
def follow(average: torch.nn.Module, net: torch.nn.Module, step: int) -> None:
    """Moves the running average, which is what is exported, towards the network."""
    decay = min(0.999, (step + 1) / (step + 20))
    for kept, new in zip(average.state_dict().values(), net.state_dict().values()):
        kept.lerp_(new, 1 - decay) if kept.dtype.is_floating_point else kept.copy_(new)


def save(path: Path, average, net, step: int) -> None:
    """Writes beside and renames, so that an interrupted run leaves the last good file."""
    part = path.with_suffix(".part")
    torch.save({"ema": average.state_dict(), "net": net.state_dict(), "step": step}, part)
    part.replace(path)


def arguments() -> argparse.Namespace:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--store", type=Path, required=True, help="made by make_targets.py")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--minutes", type=float, default=90)
    ap.add_argument("--batch", type=int, default=64)
    ap.add_argument("--lr", type=float, default=2e-3, help="for AdamW; Muon takes ten times as much")
    ap.add_argument("--wd", type=float, default=2e-2)
    ap.add_argument("--init", type=Path, help="go on from this file")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--workers", type=int, default=0, help="processes that prepare pictures")
    ap.add_argument("--seed", type=int, default=0)
    return ap.parse_args()


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net = FaceEmbedder().to(device, memory_format=torch.channels_last)
    if args.init:
        net.load_state_dict(torch.load(args.init, map_location=device, weights_only=True)["ema"])
    average = copy.deepcopy(net).eval()
    optimisers = muon.optimisers(net, args.lr * 10, args.lr, args.wd)
    tops = [[group["lr"] for group in o.param_groups] for o in optimisers]
    loader = iter(torch.utils.data.DataLoader(Batches(args.store, args.batch, args.seed), batch_size=None,
                                              num_workers=args.workers, pin_memory=device.type == "cuda"))
    started = last = time.time()
    step, recent = 0, []
    net.train()
    while (part := (time.time() - started) / (args.minutes * 60)) < 1:
        for optimiser, top in zip(optimisers, tops):
            for group, lr in zip(optimiser.param_groups, top):
                group["lr"] = lr * min(1, (step + 1) / 50, (1 - part) / 0.7) + 1e-6
        faces, wanted = next(loader)
        faces = faces.to(device, memory_format=torch.channels_last, non_blocking=True)
        direct, relation = losses(F.normalize(net(faces)), wanted.to(device, non_blocking=True))
        net.zero_grad()
        (direct + 10 * relation).backward()
        for optimiser in optimisers:
            optimiser.step()
        follow(average, net, step)
        step += 1
        recent.append(torch.stack([direct.detach(), relation.detach()]))
        if time.time() - last > 60:
            last = time.time()
            d, r = torch.stack(recent).mean(0).tolist()
            recent = []
            print(f"{(last - started) / 60:.1f} min, step {step}, cosine {1 - d:.4f}, relation {r:.5f}, "
                  f"{step * args.batch / (last - started):.0f} pictures a second", flush=True)
            save(args.out, average, net, step)
    save(args.out, average, net, step)
    print(f"{step} steps, {step * args.batch} samples seen")


if __name__ == "__main__":
    main()
