"""Reads event files with TensorBoard.

python3 tensorboard_scalars.py FOLDER > {tag: [[step, value, wall time]]}
"""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

accumulator = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
accumulator.Reload()
scalars = {
    tag: [[one.step, one.value, one.wall_time] for one in accumulator.Scalars(tag)]
    for tag in accumulator.Tags()["scalars"]
}
json.dump(scalars, sys.stdout)
