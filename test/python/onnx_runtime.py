"""Runs ONNX models in ONNX Runtime.

python3 onnx_runtime.py MODEL … < for each model its inputs by name, as JSON > its outputs by name, as JSON
"""

import json
import sys

import numpy as np
import onnxruntime


def run(path, inputs):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    outputs = session.run(names, {name: np.array(rows, np.int64) for name, rows in inputs.items()})
    return {name: output.tolist() for name, output in zip(names, outputs)}


json.dump([run(*each) for each in zip(sys.argv[1:], json.load(sys.stdin))], sys.stdout)
