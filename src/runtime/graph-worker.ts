/** A thread that compiles graphs and runs them, on itself alone: one of those of `openReplicas`. */
import { answerGraphs, type GraphRequest } from "./answer-graphs.ts";
import type { HostTensors } from "./host-tensor.ts";
import { openNative } from "./native.ts";
import { answerRequests } from "./node-thread.ts";
import type { Runtime } from "./runtime.ts";
import { openWasm } from "./wasm.ts";

answerRequests(async (name: Runtime["name"]) => {
  const runtime = name === "native" ? await openNative(1) : await openWasm(1);
  const reply = answerGraphs(runtime.compile);
  return async (request: GraphRequest) => {
    const answer = await reply(request);
    if (request.kind !== "run") return { answer };
    return {
      answer,
      transfer: [...new Set(Object.values(answer as HostTensors).map(({ data }) => data.buffer))],
    };
  };
});
