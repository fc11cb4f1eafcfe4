/**
 * Loaded before a service (`node --import`), and by it into its threads: at SIGUSR2 one of the threads that compute dies when it
 * is next given something to do. (One that is ended while ONNX Runtime computes takes the process along.) It is JavaScript, for
 * threads load it before what translates TypeScript.
 */
import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

const orders = new threads.BroadcastChannel("kill-workers");

if (threads.isMainThread) watchWorkers();
else obeyOrders();
orders.unref();

function watchWorkers() {
  const alive = new Set();
  threads.Worker = class extends threads.Worker {
    constructor(script, options) {
      const isMortal = String(script).includes("translation-worker");
      super(
        isMortal ? `import(${JSON.stringify(import.meta.url)}).then(() => { ${script} })` : script,
        options,
      );
      if (!isMortal) return;
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

function obeyOrders() {
  let isToDie = false;
  orders.onmessage = ({ data }) => {
    isToDie ||= data === threads.threadId;
  };
  const port = threads.parentPort;
  const on = port.on.bind(port);
  port.on = (event, listener) =>
    on(event, (message) => {
      if (isToDie) process.exit(1);
      listener(message);
    });
}
