/** A thread that is a replica. */
import { answerRequests } from "../../runtime/node-thread.ts";
import { openRuntime } from "../../runtime/open-runtime.ts";
import { LocalReplica, type ReplicaOrder, type ReplicaSetup } from "../../training/replica.ts";

answerRequests(async ({ runtime: prefer, ...setup }: ReplicaSetup) => {
  const replica = await LocalReplica.create(setup, await openRuntime({ prefer, threads: 1 }));
  return async (order: ReplicaOrder) => ({ answer: await replica.makeUpdate(order) });
});
