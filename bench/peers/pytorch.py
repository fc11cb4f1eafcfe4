"""Times the training step of a model that henkan has written to a file, for bench/peers/peers.ts.

Usage: pytorch.py CASE.json eager|compile  (PyTorch's threads come from OMP_NUM_THREADS, OpenBLAS's from
OPENBLAS_NUM_THREADS)
Answers each line on standard input, a number of calls, with one line of JSON: seconds of one call, loss, gradient norm.
"""

import json
import os
import sys
import time

import numpy
import torch

from model import Seq2Seq, blas_in_use

with open(sys.argv[1]) as file:
    case = json.load(file)
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
values = torch.from_numpy(numpy.fromfile(case["weights"], dtype=numpy.float32))

model = Seq2Seq("lstm", case["V"], case["V"], *[{"size": case["H"], "embedding": case["E"]}] * 2)
weights = {}
offset = 0
for name, shape in case["parameters"]:
    size = int(numpy.prod(shape))
    weights[name] = values[offset : offset + size].view(shape)
    offset += size
model.load(weights)
source, target_input, target_output = (
    torch.tensor(case[name]).view(-1, case["B"]) for name in ("source", "targetInput", "targetOutput")
)
compute_loss = torch.compile(model.loss) if sys.argv[2] == "compile" else model.loss


def step():
    model.zero_grad(set_to_none=True)
    loss = compute_loss(source, target_input, target_output)
    loss.backward()
    return loss


print(json.dumps({"torch": torch.__version__, "blas": blas_in_use(), "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    calls = int(line)
    start = time.perf_counter()
    for _ in range(calls):
        loss = step()
    seconds = (time.perf_counter() - start) / calls
    squared = sum(float((p.grad.double() ** 2).sum()) for p in model.parameters() if p.grad is not None)
    print(json.dumps({"seconds": seconds, "loss": float(loss), "gradientNorm": squared**0.5}), flush=True)
