"""Scores sets of sentences with sacreBLEU.

python3 sacrebleu_scores.py < {"sets": [{"hypotheses": [line], "references": [[line or null]]}],
"metrics": [{"kind": "BLEU", "CHRF" or "TER", "options": {…}}]} > for each set, for each metric {"corpus", "sentences"}

References are transposed, as sacreBLEU wants them: the first of each sentence, the second of each, …; null where a
sentence has fewer.
"""

import json
import logging
import sys

from sacrebleu import metrics

logging.disable(logging.WARNING)  # It takes a final " ." for text that somebody tokenised.


def all_scores(asked, lines):
    """Counts once for all metrics that differ in their smoothing alone."""
    known = {}
    for each in asked:
        metric = getattr(metrics, each["kind"])(**each["options"])
        counted = [(name, value) for name, value in each["options"].items() if not name.startswith("smooth")]
        key = json.dumps([each["kind"], counted])
        if key not in known:
            known[key] = metric._extract_corpus_statistics(**lines)
        sentences = [metric._aggregate_and_compute([one]).score for one in known[key]]
        yield {"corpus": metric._aggregate_and_compute(known[key]).score, "sentences": sentences}


question = json.load(sys.stdin)
json.dump([list(all_scores(question["metrics"], lines)) for lines in question["sets"]], sys.stdout)
