/** A thread that compiles graphs and runs them, on itself alone: one of those of `openReplicas`. */
import type { HostTensors } from "./host-tensor.ts";
import { openNative } from "./native.ts";
import { answerRequests } from "./node-thread.ts";
import type { Executable, Runtime } from "./runtime.ts";
import { openWasm } from "./wasm.ts";

/** A graph is named by its number. */
export type GraphRequest =
  | { readonly kind: "compile"; readonly graph: number; readonly model: Uint8Array }
  | { readonly kind: "run"; readonly graph: number; readonly feeds: HostTensors }
  | { readonly kind: "hold"; readonly graph: number; readonly feeds: HostTensors }
  | { readonly kind: "release"; readonly graph: number };

answerRequests(async (name: Runtime["name"]) => {
  const runtime = name === "native" ? await openNative(1) : await openWasm(1);
  const graphs = new Map<number, Executable>();
  return async (request: GraphRequest) => {
    if (request.kind === "compile") {
      const compiled = await runtime.compile(request.model);
      graphs.set(request.graph, compiled);
      const { inputs, outputs } = compiled;
      return { answer: { inputs, outputs } };
    }
    const graph = graphs.get(request.graph);
    if (request.kind === "release") {
      graphs.delete(request.graph);
      await graph?.release();
      return { answer: null };
    }
    if (request.kind === "hold") {
      // Slices of shared memory are not shared.
      const own = Object.entries(request.feeds).map(([name, tensor]) => {
        return [name, { ...tensor, data: tensor.data.slice() }] as const;
      });
      await graph!.hold(Object.fromEntries(own));
      return { answer: null };
    }
    const answer = await graph!.run(request.feeds);
    return { answer, transfer: [...new Set(Object.values(answer).map(({ data }) => data.buffer))] };
  };
});
