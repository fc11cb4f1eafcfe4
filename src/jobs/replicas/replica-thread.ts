import { startThread } from "../../runtime/node-thread.ts";
import type { Replica, ReplicaSetup } from "../../training/replica.ts";

/** A call of one of a replica's methods, as it is posted. */
export type ReplicaCall = {
  readonly [Method in keyof Replica]: {
    readonly method: Method;
    readonly args: Parameters<Replica[Method]>;
  };
}[keyof Replica];

/** Starts a replica in a thread of Node. */
export function startReplicaThread(setup: ReplicaSetup): Replica {
  const thread = startThread(new URL("./replica-worker.js", import.meta.url), setup);
  const ask = <Method extends keyof Replica>(method: Method, ...args: Parameters<Replica[Method]>) =>
    thread.ask<Awaited<ReturnType<Replica[Method]>>>({ method, args });
  return {
    gradient: (request) => ask("gradient", request),
    sumUp: (plan, share) => ask("sumUp", plan, share),
    update: (update, learningRate, share) => ask("update", update, learningRate, share),
    release: () => thread.stop(),
  };
}
