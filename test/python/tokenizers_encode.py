"""Encodes lines with the library `tokenizers`.

python3 tokenizers_encode.py < [{"file": a tokenizer.json, "lines": [line]}] > for each, for each line its ids
"""

import json
import sys

from tokenizers import Tokenizer

answers = []
for asked in json.load(sys.stdin):
    tokenizer = Tokenizer.from_str(json.dumps(asked["file"]))
    answers.append([one.ids for one in tokenizer.encode_batch(asked["lines"], add_special_tokens=False)])
json.dump(answers, sys.stdout)
