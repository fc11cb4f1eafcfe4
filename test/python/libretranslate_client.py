"""Calls a service through libretranslatepy, a client of LibreTranslate.

Reads JSON: {"address", "source", "target", "texts": […], "key" or null}; writes JSON: {"languages", "texts", "refusal"}: what
the client says to a language that there is not.
"""

import json
import sys
from urllib.error import HTTPError

from libretranslatepy import LibreTranslateAPI

question = json.load(sys.stdin)
client = LibreTranslateAPI(question["address"], question["key"])
languages = client.languages()
texts = [client.translate(text, question["source"], question["target"]) for text in question["texts"]]
try:
    refusal = client.translate("a", question["source"], "xx")
except HTTPError as error:
    refusal = [error.code, json.load(error)]
json.dump({"languages": languages, "texts": texts, "refusal": refusal}, sys.stdout)
