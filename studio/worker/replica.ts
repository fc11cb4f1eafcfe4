/** The script of a web worker that computes its share of each update of a training: the parts of batches. */
import { openRuntime } from "../../src/runtime/open-runtime.ts";
import { LocalReplica, type ReplicaOrder, type ReplicaSetup } from "../../src/training/replica.ts";
import { locateRuntimeFiles } from "./runtime-files.ts";
import { answerRequests } from "./web-thread.ts";

locateRuntimeFiles();

answerRequests(async ({ runtime: prefer, ...setup }: ReplicaSetup) => {
  const replica = await LocalReplica.create(setup, await openRuntime({ prefer, threads: 1 }));
  return (order: ReplicaOrder) => replica.makeUpdate(order);
});
