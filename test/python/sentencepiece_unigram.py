"""Trains a unigram model with SentencePiece and encodes lines with it.

python3 sentencepiece_unigram.py < {"train": [line], "lines": [line], "options": {…}} >
{"pieces": [[piece, score]], "encoded": for each line its pieces}
"""

import io
import json
import sys

import sentencepiece

asked = json.load(sys.stdin)
model = io.BytesIO()
sentencepiece.SentencePieceTrainer.train(
    sentence_iterator=iter(asked["train"]),
    model_writer=model,
    model_type="unigram",
    normalization_rule_name="identity",
    hard_vocab_limit=False,
    minloglevel=2,
    **asked["options"],
)
processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
pieces = [[processor.id_to_piece(i), processor.get_score(i)] for i in range(processor.get_piece_size())]
encoded = [processor.encode(line, out_type=str) for line in asked["lines"]]
json.dump({"pieces": pieces, "encoded": encoded}, sys.stdout)
