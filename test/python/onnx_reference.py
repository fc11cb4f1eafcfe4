"""Runs ONNX models in ONNX's own reference evaluator: numpy code that shares nothing with ONNX Runtime.

python3 onnx_reference.py MODEL … < for each model its inputs by name, as JSON > its outputs by name, as JSON

Three of its operators are mended. Its Loop takes an absent condition for false and joins outputs that it ought to
stack, its Scan reads forwards alone, and its GatherElements refuses the last axis as -1.
"""

import json
import sys

import numpy as np
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun


def collect(kept, outputs):
    kept = kept or [[] for _ in outputs]
    for one, output in zip(kept, outputs):
        one.append(output)
    return kept


class Loop(OpRun):
    def need_context(self):
        return True

    def _run(self, maximum, condition, *states, context=None, body=None, attributes=None, bindings=None):
        goes_on = condition is None or bool(condition)
        kept = None
        step = 0
        while goes_on and (maximum is None or step < maximum):
            values = [np.array(step), np.array(goes_on), *states]
            feeds = {**context, **dict(zip(self.body.input_names, values))}
            condition, *rest = self._run_body(feeds, attributes=attributes, bindings=bindings)
            goes_on = bool(condition)
            states = rest[: len(states)]
            kept = collect(kept, rest[len(states) :])
            step += 1
        return (*states, *(np.stack(one) for one in kept))


class Scan(OpRun):
    def need_context(self):
        return True

    def _run(self, *args, context=None, num_scan_inputs=None, bindings=None, **directions):
        count = len(args) - num_scan_inputs
        states, sequences = args[:count], args[count:]
        backwards = 1 in (directions["scan_input_directions"] or [])
        kept = None
        steps = range(sequences[0].shape[0])
        for step in reversed(steps) if backwards else steps:
            values = [*states, *(sequence[step] for sequence in sequences)]
            feeds = {**context, **dict(zip(self.body.input_names, values))}
            outputs = self._run_body(feeds, bindings=bindings)
            states = outputs[:count]
            kept = collect(kept, outputs[count:])
        return (*states, *(np.stack(one[::-1] if backwards else one) for one in kept))


class GatherElements(OpRun):
    def _run(self, data, indices, axis=None):
        return (np.take_along_axis(data, indices, axis),)


def run(path, inputs):
    model = ReferenceEvaluator(path, new_ops=[Loop, Scan, GatherElements])
    with np.errstate(divide="ignore"):
        outputs = model.run(None, {name: np.array(rows, np.int64) for name, rows in inputs.items()})
    return {name: output.tolist() for name, output in zip(model.output_names, outputs)}


json.dump([run(*each) for each in zip(sys.argv[1:], json.load(sys.stdin))], sys.stdout)
