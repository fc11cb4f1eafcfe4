/**
 * Loaded before a service (`node --import`), and so into its threads: at SIGUSR2 one of the threads that compute dies when it is
 * next given something to do. (One that is ended while ONNX Runtime computes takes the process along.)
 */
import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

const orders = new threads.BroadcastChannel("kill-workers");

if (threads.isMainThread) watchWorkers();
else obeyOrders();
orders.unref();

function watchWorkers(): void {
  const alive = new Set<number>();
  threads.Worker = class extends threads.Worker {
    constructor(script: string | URL, options?: threads.WorkerOptions) {
      super(script, options);
      if (!String(script).includes("translation-worker")) return;
      const { threadId } = this;
      alive.add(threadId);
      this.once("exit", () => alive.delete(threadId));
    }
  };
  syncBuiltinESMExports();
  let turn = 0;
  process.on("SIGUSR2", () => {
    const ids = [...alive];
    if (ids.length > 0) orders.postMessage(ids[turn++ % ids.length]);
  });
}

function obeyOrders(): void {
  let isToDie = false;
  orders.onmessage = ({ data }: { data: unknown }) => {
    isToDie ||= data === threads.threadId;
  };
  const port = threads.parentPort;
  const on = port?.on.bind(port);
  if (port === null || on === undefined) return;
  port.on = ((event: "message", listener: (message: unknown) => void) =>
    on(event, (message) => {
      if (isToDie) process.exit(1);
      listener(message);
    })) as typeof port.on;
}
