"""The model of a henkan folder behind aiohttp, one request at a time, for bench/serve/peer.ts.

Usage: pytorch_serve.py FOLDER BEAM  (threads come from OMP_NUM_THREADS and OPENBLAS_NUM_THREADS)
Prints one line of JSON with its port. POST /translate {"text": "…"} answers {"text": "…"}. Only models of words.
"""

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import torch
from aiohttp import web

from model import blas_in_use
from pytorch_search import Searcher, read_model

UNKNOWN, END = 1, 3
MARGIN, PER_TOKEN = 27, 8  # henkan's limit of an output, in tokens, where the model does not store another


def read_vocabulary(folder, side):
    with open(os.path.join(folder, f"{side}.tokenizer.json")) as file:
        tokenizer = json.load(file)
    if tokenizer["kind"] != "words":
        raise SystemExit(f"{folder}: expected words as tokens")
    return tokenizer["vocabulary"]


def main():
    folder, beam = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    with torch.inference_mode():
        searcher = Searcher(read_model(folder), "blas")
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    source = {token: id for id, token in enumerate(read_vocabulary(folder, "source"))}
    target = read_vocabulary(folder, "target")
    margin = config.get("outputMargin", MARGIN)
    most = config["configuration"]["target"]["maximumLength"]

    def translate(text):
        ids = [source.get(token, UNKNOWN) for token in text.split()]
        if not ids:
            return ""
        limit = min(most, margin + PER_TOKEN * len(ids)) + 1
        batch = {"sources": [[*ids, END]], "limits": [limit]}
        (output,) = searcher.greedy(batch) if beam == 1 else searcher.beam(batch, beam)
        return " ".join(target[id] for id in output)

    worker = ThreadPoolExecutor(1)

    async def answer(request):
        text = (await request.json())["text"]
        return web.json_response({"text": await asyncio.get_running_loop().run_in_executor(worker, translate, text)})

    async def serve():
        app = web.Application()
        app.router.add_post("/translate", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        print(json.dumps({"port": port, "torch": torch.__version__, "blas": blas_in_use()}), flush=True)
        await asyncio.Event().wait()

    asyncio.run(serve())


main()
