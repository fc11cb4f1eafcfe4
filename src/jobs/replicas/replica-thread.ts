import { startThread } from "../../runtime/node-thread.ts";
import type { Replica, ReplicaSetup } from "../../training/replica.ts";

/** Starts a replica in a thread of Node. */
export function startReplicaThread(setup: ReplicaSetup): Replica {
  const thread = startThread(new URL("./replica-worker.js", import.meta.url), setup);
  return {
    makeUpdate: (order) => thread.ask(order),
    release: () => thread.stop(),
  };
}
