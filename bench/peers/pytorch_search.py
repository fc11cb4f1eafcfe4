"""Greedy and beam search with a henkan model folder in PyTorch, for bench/peers/pytorch-search.ts.

Usage: pytorch_search.py < REQUEST.json  (threads come from OMP_NUM_THREADS and OPENBLAS_NUM_THREADS)
REQUEST: {"folder", "products": "blas" or "xnnpack", "batches": [{"sources": [[id]], "limits": [steps]}],
"one": a batch, "beam": K, "rounds"}; sources end with </s>, and limits count it.
Answers one line of JSON: for "greedy" and "beam" the "seconds" of all batches, the best of the rounds after a warm-up,
the "ids" of the outputs without </s>, and "one", the median milliseconds of that batch.

Letters: B sentences, K places of a beam, R rows (hypotheses that live), S source time, E, H, V as everywhere.
"""

import json
import os
import statistics
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional as F

from model import Seq2Seq, blas_in_use

PAD, BEGIN, END = 0, 2, 3
NEVER = -1e9  # added to the logits of <pad> and <s>
DEAD = float("-inf")
PATIENCE = 20  # seconds after which no round begins: two spinning threads crawl on a machine that is busy


def read_weights(path):
    """A safetensors file: 8 bytes with the header's length, a JSON header, then float32 values."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        values = numpy.frombuffer(bytearray(file.read()), dtype=numpy.float32)
    tensors = {}
    for name, entry in header.items():
        begin, end = (offset // 4 for offset in entry["data_offsets"])
        tensors[name] = torch.from_numpy(values[begin:end]).view(entry["shape"])
    return tensors


def read_model(folder):
    """A bi-directional model of one layer with general attention and input feeding: no other kind is read here."""
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    sides = [config["configuration"][side] for side in ("encoder", "decoder")]
    if any(side["cell"] != "lstm" for side in sides):
        raise SystemExit(f"{folder}: expected LSTM cells")
    vocabulary = config["vocabulary"]
    model = Seq2Seq("lstm", vocabulary["source"], vocabulary["target"], *sides)
    model.load(read_weights(os.path.join(folder, "weights.safetensors")))
    return model.requires_grad_(False)


def linear(weight, bias, products):
    """A function from x [R, I] to x Wᵀ + b; weight is [O, I]."""
    if products == "blas":
        weight = weight.t().contiguous()
        return (lambda x: x @ weight) if bias is None else (lambda x: torch.addmm(bias, x, weight))
    packed = torch.ops.prepacked.linear_clamp_prepack(weight.contiguous(), bias, None, None)
    return lambda x: torch.ops.prepacked.linear_clamp_run(x, packed)


class Searcher:
    """The model of model.py, cut into what is done once for a batch and what is done at every step."""

    def __init__(self, model, products):
        self.model = model
        keys, H = model.keys.in_features, model.output.in_features
        self.embedding = model.target_embedding.weight
        gates = torch.cat([model.decoder.weight_ih, model.decoder.weight_hh], dim=1)  # [4H, E + 2H]
        order = torch.cat([torch.arange(H) + H * gate for gate in (0, 1, 3, 2)])  # i f o g: one sigmoid for three
        self.gates = linear(gates[order], model.decoder.bias_ih[order], products)
        # Attention's weights add up to 1, so that its values can be mapped once, with the bias.
        self.map_values = lambda memory: F.linear(memory, model.combine.weight[:, :keys], model.combine.bias)
        self.combine = linear(model.combine.weight[:, keys:], None, products)
        bias = model.output.bias.clone()
        bias[[PAD, BEGIN]] += NEVER
        self.output = linear(model.output.weight, bias, products)

    def encode(self, sources):
        """Ids of B sentences -> memory: keys, values [B, S, H], bias [B, 1, S]; and states: h, c, feed [B, H]."""
        lengths = torch.tensor([len(ids) for ids in sources])
        longest = int(lengths.max())
        ids = torch.tensor([ids + [PAD] * (longest - len(ids)) for ids in sources])  # [B, S]
        embedded = self.model.source_embedding(ids)
        packed = nn.utils.rnn.pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        outputs, (last, _) = self.model.encoder(packed)
        outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs)
        outputs = outputs.transpose(0, 1).contiguous()  # [B, S, H]
        vector = torch.cat([last[0], last[1]], dim=1)  # [B, H]
        hidden, cell = (torch.tanh(layer(vector)) for layer in self.model.bridge)
        keys = self.model.keys(outputs) / self.model.output.in_features**0.5
        bias = torch.zeros(ids.shape).masked_fill_(ids == PAD, NEVER)[:, None]
        return (keys, self.map_values(outputs), bias), (hidden, cell, torch.zeros_like(hidden))

    def step(self, tokens, states, memory, rows=None, places=None):
        """tokens [R] and states [R, H] -> logits [R, V] and states.

        Where sentences have K places: rows [B, K], the row at each place, any where none is; places [R], its inverse.
        """
        hidden, cell, feed = states
        keys, values, bias = memory
        gates = self.gates(torch.cat([select(self.embedding, tokens), feed, hidden], dim=1))  # [R, 4H]
        squashed, candidate = gates.split([3 * hidden.shape[1], hidden.shape[1]], dim=1)
        i, f, o = squashed.sigmoid_().chunk(3, dim=1)
        cell = torch.addcmul(f * cell, i, candidate.tanh_())
        hidden = o * cell.tanh()
        queries = hidden[:, None] if rows is None else select(hidden, rows.flatten()).view(*rows.shape, -1)  # [B, K, H]
        weights = torch.baddbmm(bias, queries, keys.transpose(1, 2)).softmax(-1)  # [B, K, S]
        context = torch.bmm(weights, values).flatten(0, 1)  # [B·K, H]
        if places is not None:
            context = select(context, places)  # [R, H]
        feed = self.combine(hidden).add_(context).tanh_()
        return self.output(feed), (hidden, cell, feed)

    @torch.inference_mode()
    def greedy(self, batch):
        """Sentences that have ended leave the batch."""
        limits = torch.tensor(batch["limits"])
        memory, states = self.encode(batch["sources"])
        sentences = torch.arange(len(limits))  # [R]
        tokens = torch.full_like(sentences, BEGIN)
        written = []
        shortest = min(batch["limits"])
        while len(sentences) > 0:
            logits, states = self.step(tokens, states, memory)
            tokens = logits.max(-1).indices
            if len(written) + 1 >= shortest:
                tokens[limits[sentences] == len(written) + 1] = END
            written.append(torch.full_like(limits, PAD).index_copy_(0, sentences, tokens))
            going = (tokens != END).nonzero()[:, 0]
            if len(going) < len(tokens):
                tokens, sentences = select(tokens, going), select(sentences, going)
                states = [select(x, going) for x in states]
                memory = [select(x, going) for x in memory]
        return [until_end(ids) for ids in torch.stack(written, dim=1).tolist()]

    @torch.inference_mode()
    def beam(self, batch, K):
        """A hypothesis that ends keeps its place, and has no row any more; what is settled leaves the batch.

        Ranked by log P / ((5 + n) / 6) for n tokens with </s>. A sentence is settled when no living hypothesis can
        come above its best: ranks only fall, so a living one ends with its rank over the largest penalty at most.
        """
        limits = torch.tensor(batch["limits"])
        memory, states = self.encode(batch["sources"])
        all_sentences = len(limits)
        sentences = torch.arange(all_sentences)  # [B], those that are not settled
        tokens = torch.full_like(sentences, BEGIN)
        places = sentences * K
        rows = sentences[:, None].expand(-1, K)
        ranks = torch.full((all_sentences, K), DEAD)
        ranks[:, 0] = 0
        room = torch.full((all_sentences, 1), K)
        best = torch.full((all_sentences,), DEAD)  # score of each sentence's best hypothesis that has ended,
        origins = torch.zeros_like(sentences)  # and where it did: step · K + place
        all_origins = torch.zeros_like(sentences)
        slots = torch.arange(K)
        history = []  # of each step, [all sentences, K]: token · K + the parent's place
        shortest = min(batch["limits"])
        while len(sentences) > 0:
            n = len(history) + 1
            logits, states = self.step(tokens, states, memory, rows, places)
            total = logits.logsumexp(-1, keepdim=True)
            proposed, ids = logits.topk(K)  # [R, K]
            proposed -= total
            if n >= shortest:
                last = (limits[places // K] == n).nonzero()[:, 0]
                proposed[last] = DEAD
                proposed[last, 0] = logits[last, END] - total[last, 0]
                ids[last] = END
            onwards = select(proposed, rows.flatten()).view(-1, K, K) + ranks[:, :, None]
            ranks, chosen = onwards.flatten(1).topk(K)  # [B, K]
            parents = chosen // K
            parent_rows = rows.gather(1, parents)
            tokens = ids.flatten().take(parent_rows * K + chosen % K)
            history.append(tokens.new_zeros(all_sentences, K).index_copy_(0, sentences, tokens * K + parents))

            kept = (slots < room) & (ranks > DEAD)
            ends = kept & (tokens == END)
            lives = kept ^ ends
            room = room - ends.sum(1, keepdim=True)
            ended, slot = ranks.masked_fill(~ends, DEAD).div_((5 + n) / 6).max(1)
            origins = torch.where(ended > best, slot + (n - 1) * K, origins)
            best = torch.maximum(best, ended)
            ranks = ranks.masked_fill(~lives, DEAD)
            unsettled = best < ranks.amax(1) * 6 / (5 + limits)
            going = unsettled.nonzero()[:, 0]
            if len(going) < len(sentences):
                all_origins.index_copy_(0, sentences, origins)
                memory = [select(x, going) for x in memory]
                sentences, limits, best, origins, room, ranks, lives, tokens, parent_rows = (
                    select(x, going)
                    for x in (sentences, limits, best, origins, room, ranks, lives, tokens, parent_rows)
                )
            places = lives.flatten().nonzero()[:, 0]
            rows = (lives.flatten().cumsum(0) - 1).clamp_(min=0).view(-1, K)
            tokens = tokens.take(places)
            from_rows = parent_rows.take(places)
            states = [select(x, from_rows) for x in states]
        return trace_back(torch.stack(history).tolist(), all_origins.tolist(), K)


def select(x, rows):
    """x[rows], by the operator that is faster at it."""
    return x.index_select(0, rows)


def trace_back(history, origins, K):
    outputs = []
    for sentence, origin in enumerate(origins):
        step, place = divmod(origin, K)
        ids = []
        for entries in reversed(history[: step + 1]):
            token, place = divmod(entries[sentence][place], K)
            ids.append(token)
        outputs.append(until_end(ids[::-1]))
    return outputs


def until_end(ids):
    return ids[: ids.index(END)]


def seconds_of(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure(search, request):
    ids = [search(batch) for batch in request["batches"]]  # warms up, too
    rounds = []
    while not rounds or (len(rounds) < request["rounds"] and sum(rounds) < PATIENCE):
        rounds.append(seconds_of(lambda: [search(batch) for batch in request["batches"]]))
    one = [seconds_of(lambda: search(request["one"])) for _ in range(60)][10:]
    return {"seconds": min(rounds), "ids": ids, "one": statistics.median(one) * 1000}


def main():
    request = json.load(sys.stdin)
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    with torch.inference_mode():
        searcher = Searcher(read_model(request["folder"]), request["products"])
    answer = {
        "torch": torch.__version__,
        "blas": blas_in_use(),
        "greedy": measure(searcher.greedy, request),
        "beam": measure(lambda batch: searcher.beam(batch, request["beam"]), request),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
