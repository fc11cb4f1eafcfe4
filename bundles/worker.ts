/** The worker of an exported page: loads the model beside it and translates, so that the page never waits. */

import { env } from "onnxruntime-web/wasm";
import { messageOf } from "../src/errors.ts";
import { type LoadedModel, load } from "../src/search/load.ts";
import type { SearchOptions } from "../src/search/options.ts";
import { UNK } from "../src/text/index.ts";
import type { Answer, Request } from "./messages.ts";

env.wasm.wasmPaths = {
  mjs: new URL("./ort-wasm-simd-threaded.mjs", import.meta.url).href,
  wasm: new URL("./ort-wasm-simd-threaded.wasm", import.meta.url).href,
};

const search: SearchOptions = { beam: 5, nBest: 5 };

const loading = load(new URL("./model/", import.meta.url), {
  onProgress: (loaded, total) => answer({ kind: "loading", loaded, total }),
}).then(warmUp);

loading.then(
  ({ model: { weights } }) =>
    answer({ kind: "ready", parameters: weights.values.length, bytes: weights.values.byteLength }),
  (error: unknown) => answer({ kind: "failure", message: messageOf(error) }),
);

self.addEventListener("message", async ({ data: request }: MessageEvent<Request>) => {
  const loaded = await loading.catch(() => undefined);
  if (loaded !== undefined) answer(await translate(loaded, request));
});

/** The first run is some thirty times slower than the next (186 and 6 ms): better before there is a text than with it. */
async function warmUp(loaded: LoadedModel): Promise<LoadedModel> {
  await loaded.translate("a", search);
  return loaded;
}

async function translate({ model, translate }: LoadedModel, { id, line }: Request): Promise<Answer> {
  try {
    const start = performance.now();
    const translation = await translate(line, search);
    const milliseconds = performance.now() - start;
    const ids = model.source.encode(line);
    const unknown = translation.sourceTokens.filter((_, s) => ids[s] === UNK);
    return { kind: "translation", id, translation, unknown: [...new Set(unknown)], milliseconds };
  } catch (error) {
    return { kind: "failure", id, message: messageOf(error) };
  }
}

function answer(message: Answer): void {
  self.postMessage(message);
}
