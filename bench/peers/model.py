"""The model of src/seq2seq in PyTorch, written as a PyTorch user would, with weights under henkan's names.

Letters as everywhere: B batch, S source time, T target time, E embedding, H hidden, V vocabulary. Time-major.
"""

import torch
from torch import nn
from torch.nn import functional as F

# henkan's order of gates by PyTorch's: where each of PyTorch's gates stands among henkan's.
GATES = {
    "lstm": [0, 1, 3, 2],  # i f g o, out of i f o g
    "gru": [1, 0, 2],  # r z n, out of z r n
}


class Seq2Seq(nn.Module):
    """Bi-directional encoder and decoder of one layer, general attention, input feeding."""

    def __init__(self, cell, source_vocabulary, target_vocabulary, encoder, decoder):
        """encoder, decoder: dictionaries of `size` and `embedding`."""
        super().__init__()
        self.cell = cell
        size, keys = decoder["size"], encoder["size"]
        rnn = {"lstm": nn.LSTM, "gru": nn.GRU}[cell]
        step = {"lstm": nn.LSTMCell, "gru": nn.GRUCell}[cell]
        self.source_embedding = nn.Embedding(source_vocabulary, encoder["embedding"])
        self.encoder = rnn(encoder["embedding"], keys // 2, bidirectional=True)
        self.target_embedding = nn.Embedding(target_vocabulary, decoder["embedding"])
        self.decoder = step(decoder["embedding"] + size, size)
        self.bridge = nn.ModuleList([nn.Linear(keys, size) for _ in range(2 if cell == "lstm" else 1)])
        self.keys = nn.Linear(keys, size, bias=False)
        self.combine = nn.Linear(keys + size, size)
        self.output = nn.Linear(size, target_vocabulary)

    def forward(self, source, target_input, lengths=None):
        """source [S, B], target_input [T, B] -> logits [T, B, V]; lengths [B] where sources are padded."""
        embedded = self.source_embedding(source)  # [S, B, E]
        if lengths is None:
            memory, state = self.encoder(embedded)  # [S, B, H]
            bias = None
        else:
            packed = nn.utils.rnn.pack_padded_sequence(embedded, lengths, enforce_sorted=False)
            memory, state = self.encoder(packed)
            memory, _ = nn.utils.rnn.pad_packed_sequence(memory, total_length=source.shape[0])
            padding = torch.arange(source.shape[0])[None, :] >= lengths[:, None]  # [B, S]
            bias = torch.zeros(padding.shape, dtype=memory.dtype).masked_fill_(padding, -1e9)[:, None]
        last = state[0] if self.cell == "lstm" else state
        vector = torch.cat([last[0], last[1]], dim=1)  # [B, H]
        states = [torch.tanh(layer(vector)) for layer in self.bridge]  # [B, H] each
        values = memory.transpose(0, 1).contiguous()  # [B, S, H]
        keys = self.keys(values).transpose(1, 2) / self.output.in_features**0.5  # [B, H, S]
        feed = torch.zeros_like(states[0])
        readouts = []
        for token in self.target_embedding(target_input).unbind(0):  # [B, E]
            fed = torch.cat([token, feed], dim=1)
            if self.cell == "lstm":
                states = self.decoder(fed, (states[0], states[1]))
            else:
                states = [self.decoder(fed, states[0])]
            hidden = states[0]
            scores = torch.bmm(hidden[:, None], keys)  # [B, 1, S]
            weights = torch.softmax(scores if bias is None else scores + bias, dim=-1)
            context = torch.bmm(weights, values)[:, 0]  # [B, H]
            feed = torch.tanh(self.combine(torch.cat([context, hidden], dim=1)))
            readouts.append(feed)
        return self.output(torch.stack(readouts))  # [T, B, V]

    def loss(self, source, target_input, target_output, lengths=None, target_weight=None):
        """Mean negative log-likelihood of a target token; target_weight [T, B] where targets are padded."""
        logits = self(source, target_input, lengths)
        rows = logits.view(-1, logits.shape[-1])
        if target_weight is None:
            return F.cross_entropy(rows, target_output.reshape(-1))
        losses = F.cross_entropy(rows, target_output.reshape(-1), reduction="none")
        return (losses * target_weight.reshape(-1)).sum()

    def parts(self):
        """henkan's name -> (PyTorch's parameter, the columns of it that are meant, or None, gates to reorder)."""
        embedding = self.target_embedding.embedding_dim
        keys = self.keys.in_features
        found = {
            "encoder.embedding": (self.source_embedding.weight, None, "rows"),
            "decoder.embedding": (self.target_embedding.weight, None, "rows"),
            "attention.weight": (self.keys.weight, None, None),
            "decoder.combine.weight_0": (self.combine.weight, slice(0, keys), None),
            "decoder.combine.weight_1": (self.combine.weight, slice(keys, None), None),
            "decoder.combine.bias": (self.combine.bias, None, None),
            "decoder.output.weight": (self.output.weight, None, None),
            "decoder.output.bias": (self.output.bias, None, None),
        }
        for index, layer in enumerate(self.bridge):
            found[f"bridge.{index}.weight"] = (layer.weight, None, None)
            found[f"bridge.{index}.bias"] = (layer.bias, None, None)
        for direction, suffix in (("forward", ""), ("backward", "_reverse")):
            name = f"encoder.0.{direction}"
            weight = lambda part: getattr(self.encoder, f"{part}_l0{suffix}")
            found[f"{name}.weight_x0"] = (weight("weight_ih"), None, "gates")
            found[f"{name}.weight_h"] = (weight("weight_hh"), None, "gates")
            found[f"{name}.bias"] = (weight("bias_ih"), None, "gates")
            found[f"{name}.bias_h"] = (weight("bias_hh"), None, "gates")
        found["decoder.0.weight_x0"] = (self.decoder.weight_ih, slice(0, embedding), "gates")
        found["decoder.0.weight_x1"] = (self.decoder.weight_ih, slice(embedding, None), "gates")
        found["decoder.0.weight_h"] = (self.decoder.weight_hh, None, "gates")
        found["decoder.0.bias"] = (self.decoder.bias_ih, None, "gates")
        found["decoder.0.bias_h"] = (self.decoder.bias_hh, None, "gates")
        if self.cell == "lstm":  # henkan's LSTM has one bias; PyTorch's second stays zero and is not trained
            for name in [name for name in found if name.endswith(".bias_h")]:
                bias = found.pop(name)[0]
                bias.requires_grad_(False).zero_()
        return found

    @torch.no_grad()
    def load(self, weights):
        """weights: henkan's name -> tensor of henkan's shape."""
        parts = self.parts()
        if set(parts) != set(weights):
            raise SystemExit(f"parameters differ: {sorted(set(parts) ^ set(weights))}")
        for name, (parameter, columns, kind) in parts.items():
            place = parameter if columns is None else parameter[:, columns]
            place.copy_(self.exchange(weights[name], kind, to="pytorch"))

    def gradients(self):
        """henkan's name -> gradient of henkan's shape."""
        found = {}
        for name, (parameter, columns, kind) in self.parts().items():
            place = parameter.grad if columns is None else parameter.grad[:, columns]
            found[name] = self.exchange(place, kind, to="henkan")
        return found

    def exchange(self, tensor, kind, to):
        """Between henkan's layout [I, n H] and PyTorch's [n H, I], with the gates in the order of each."""
        if kind == "rows":
            return tensor
        if kind == "gates":
            order = GATES[self.cell]
            if to == "henkan":
                order = [order.index(gate) for gate in range(len(order))]
            axis = 0 if to == "henkan" else tensor.dim() - 1
            blocks = tensor.chunk(len(order), axis)
            tensor = torch.cat([blocks[gate] for gate in order], axis)
        return tensor.t().contiguous() if tensor.dim() == 2 else tensor


def blas_in_use():
    """MKL, which PyTorch 2 of the package index has inside, or the file of the BLAS that this process has loaded."""
    if torch.backends.mkl.is_available():
        return "MKL"
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "blas" in line and "liblapack" not in line}
    wrapper = {path for path in paths if "/libblas.so" in path}  # OpenBLAS's own libblas.so.3 calls libopenblas
    return ", ".join(sorted(paths - wrapper or wrapper)) or "unknown"
