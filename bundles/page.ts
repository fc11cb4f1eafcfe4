/** The script of an exported page: its worker has the model. */
import type { Answer } from "./messages.ts";
import { receive, startPage, warn, words } from "./page-view.ts";

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => receive(data));
worker.addEventListener("error", () => warn(words.noWorker));
startPage((request) => worker.postMessage(request), words.privacy);
