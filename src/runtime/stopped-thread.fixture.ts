/** A program that goes on after it has stopped its only thread. */
import { startThread } from "./node-thread.ts";

const thread = startThread(new URL("./node-thread.fixture.js", import.meta.url), 100);
const sum = await thread.ask<number>({ add: 1 });
const unanswered = thread.ask({ add: 2 }).catch(() => {}); // its answer may come while the thread ends
await thread.stop();
await unanswered;
console.log(`${sum}, and it goes on`);
