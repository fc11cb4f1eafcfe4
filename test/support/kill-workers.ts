/**
 * Loaded before a service (`node --import`): at SIGUSR2, one of its computing threads dies in the middle of what it does.
 */
import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

const alive = new Set<threads.Worker>();

class WatchedWorker extends threads.Worker {
  constructor(script: string | URL, options?: threads.WorkerOptions) {
    super(script, options);
    if (!/worker/.test(String(script)) || /pino|thread-stream/.test(String(script))) return;
    alive.add(this);
    this.once("exit", () => alive.delete(this));
  }
}

threads.Worker = WatchedWorker;
syncBuiltinESMExports();

let turn = 0;
process.on("SIGUSR2", () => {
  const [...workers] = alive;
  void workers[turn++ % workers.length]?.terminate();
});
