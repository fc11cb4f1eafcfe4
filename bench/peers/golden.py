"""Golden gradients: the model's loss and gradients as PyTorch computes them, in float64, for a tiny padded batch.

Writes JSON on standard output: weights by henkan's names, the batch, loss and every gradient.
"""

import json
import platform

import numpy
import torch

from model import Seq2Seq

torch.set_default_dtype(torch.float64)
SOURCE_VOCABULARY, TARGET_VOCABULARY = 11, 13
ENCODER, DECODER = {"size": 6, "embedding": 5}, {"size": 7, "embedding": 3}
SOURCE_LENGTHS, TARGET_LENGTHS = [5, 2, 3], [3, 7, 2]  # B = 3, with </s>
BEGIN, END = 2, 3  # ids of <s> and </s>; padding is 0
COMMAND = (
    "/usr/bin/python3 bench/peers/golden.py"
    " | npx biome format --stdin-file-path=golden.json > src/seq2seq/golden-pytorch.json"
)


def padded(lengths, vocabulary, random):
    """[time, B]: tokens other than the special ones, then </s>, then padding."""
    ids = numpy.zeros((max(lengths), len(lengths)), dtype=int)
    for column, length in enumerate(lengths):
        ids[: length - 1, column] = random.randint(4, vocabulary, length - 1)
        ids[length - 1, column] = END
    return ids


def case(cell, seed):
    random = numpy.random.RandomState(seed)
    model = Seq2Seq(cell, SOURCE_VOCABULARY, TARGET_VOCABULARY, ENCODER, DECODER)
    parts = model.parts()
    layout = {
        name: model.exchange(p.detach() if c is None else p.detach()[:, c], k, to="henkan")
        for name, (p, c, k) in parts.items()
    }
    weights = {
        name: torch.tensor(random.uniform(-0.9, 0.9, tuple(like.shape)).round(3)) for name, like in layout.items()
    }
    model.load(weights)
    source = padded(SOURCE_LENGTHS, SOURCE_VOCABULARY, random)
    output = padded(TARGET_LENGTHS, TARGET_VOCABULARY, random)
    real = output != 0
    given = numpy.where(real, numpy.vstack([numpy.full((1, output.shape[1]), BEGIN), output[:-1]]), 0)
    weight = torch.tensor(real / real.sum())
    loss = model.loss(
        torch.tensor(source), torch.tensor(given), torch.tensor(output), torch.tensor(SOURCE_LENGTHS), weight
    )
    loss.backward()
    gradients = model.gradients()
    side = {"cell": cell, "layers": 1, "dropout": 0}
    flat = lambda tensor: [float(f"{value:.6g}") for value in tensor.flatten().tolist()]
    return {
        "configuration": {
            "encoder": {**side, **ENCODER, "bidirectional": True},
            "decoder": {**side, **DECODER, "inputFeeding": True},
            "context": {"kind": "attention", "score": "general"},
        },
        "sizes": {"source": SOURCE_VOCABULARY, "target": TARGET_VOCABULARY},
        "batch": {
            "source": {"shape": source.shape, "values": source.flatten().tolist()},
            "sourceMask": {"shape": source.shape, "values": (source != 0).astype(int).flatten().tolist()},
            "targetInput": {"shape": given.shape, "values": given.flatten().tolist()},
            "targetOutput": {"shape": output.shape, "values": output.flatten().tolist()},
            "targetMask": {"shape": output.shape, "values": real.astype(int).flatten().tolist()},
        },
        "loss": float(f"{loss.item():.9g}"),
        "parameters": {
            name: {"shape": list(value.shape), "values": flat(value), "gradient": flat(gradients[name])}
            for name, value in weights.items()
        },
    }


versions = {"torch": torch.__version__, "numpy": numpy.__version__, "python": platform.python_version()}
print(json.dumps({"command": COMMAND, "versions": versions, "lstm": case("lstm", 3), "gru": case("gru", 5)}))
