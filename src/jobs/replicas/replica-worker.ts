/** A thread that is a replica. */
import { answerRequests } from "../../runtime/node-thread.ts";
import { openRuntime } from "../../runtime/open-runtime.ts";
import { LocalReplica, type Replica, type ReplicaSetup } from "../../training/replica.ts";
import type { ReplicaCall } from "./replica-thread.ts";

answerRequests(async ({ runtime: prefer, ...setup }: ReplicaSetup) => {
  const replica: Replica = await LocalReplica.create(setup, await openRuntime({ prefer, threads: 1 }));
  return async ({ method, args }: ReplicaCall) => {
    const call = replica[method].bind(replica) as (...args: readonly unknown[]) => Promise<unknown>;
    return { answer: await call(...args) };
  };
});
