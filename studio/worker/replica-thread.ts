import type { Replica, ReplicaSetup } from "../../src/training/replica.ts";
import { startThread } from "./web-thread.ts";

/** Starts a replica in a web worker of its own. The page must be isolated: replicas share memory. */
export function startReplicaThread(setup: ReplicaSetup): Replica {
  const thread = startThread(new URL("replica.js", self.location.href), setup);
  return {
    makeUpdate: (order) => thread.ask(order),
    release: () => thread.stop(),
  };
}
