/** A thread that counts or encodes texts: answers each message in its turn. */
import { parentPort, workerData } from "node:worker_threads";
import { type Texts, tokenWork, type WorkSetup } from "./token-work.ts";

const work = tokenWork(workerData as WorkSetup);

parentPort?.on("message", (texts: Texts) => {
  const result = work(texts);
  const buffers = "ids" in result ? [result.ids.buffer, result.lengths.buffer] : [];
  parentPort?.postMessage(result, buffers as ArrayBuffer[]);
});
