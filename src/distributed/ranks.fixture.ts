/**
 * A program whose ranks a launcher starts: `ranks.fixture.ts SCENE`. Each rank prints what it has found; an error ends the
 * job with its message and exit code 3, as the command line does.
 */
import { deepStrictEqual } from "node:assert/strict";
import { type Communicator, openCommunicator } from "./index.ts";

/** The bytes that one rank sends to another, in odd lengths. */
function bytesOf(from: number, to: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let n = 0; n < length; n++) bytes[n] = 31 * from + 17 * to + 7 * n + (n >> 8);
  return bytes;
}

const busy = (milliseconds: number) => {
  for (const start = Date.now(); Date.now() - start < milliseconds; );
};
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const scenes: Readonly<Record<string, (ranks: Communicator) => Promise<void>>> = {
  /** Everything that a job does, with its contents. */
  async everything(ranks) {
    const { rank, size } = ranks;
    const others = [...Array(size).keys()]; // itself, too
    for (const length of [0, 1, 3, 7, 4097, 70_001]) {
      const into = others.map(() => new Uint8Array(new SharedArrayBuffer(length)));
      await ranks.exchange({
        sends: others.map((to) => ({ to, data: bytesOf(rank, to, length) })),
        receives: others.map((from) => ({ from, into: into[from]! })),
      });
      deepStrictEqual(
        into.map((bytes) => bytes.slice()),
        others.map((from) => bytesOf(from, rank, length)),
      );
    }
    const next = (rank + 1) % size;
    const before = (rank + size - 1) % size;
    const whole = Float32Array.from({ length: 11 }, (_, n) => 100 * before + n);
    const got = new Float32Array(11);
    await Promise.all(
      [0, 3, 5].map((start, n, starts) => {
        const part = (array: Float32Array) => array.subarray(start, starts[n + 1] ?? 11);
        const mine = Float32Array.from({ length: 11 }, (_, at) => 100 * rank + at);
        return ranks.exchange({
          sends: [{ to: next, data: part(mine) }],
          receives: [{ from: before, into: part(got) }],
        });
      }),
    );
    deepStrictEqual(got, whole);
    for (const root of others) {
      const length = 5 * root; // the first has none
      const bytes = await ranks.broadcast(rank === root ? bytesOf(root, 99, length) : undefined, root);
      deepStrictEqual(bytes, bytesOf(root, 99, length));
    }
    const gathered = await ranks.gather(bytesOf(rank, 50, 3 * ((rank + 2) % size)));
    deepStrictEqual(
      gathered,
      others.map((other) => bytesOf(other, 50, 3 * ((other + 2) % size))),
    );
    await ranks.barrier();
    console.log(`rank ${rank} of ${size} on ${ranks.hosts[rank]} over ${ranks.library}: all is well`);
    await ranks.close();
  },

  /** 50 MB, there and back at once. */
  async large(ranks) {
    const other = 1 - ranks.rank;
    const data = bytesOf(ranks.rank, other, 50_000_001);
    const into = new Uint8Array(data.length);
    await ranks.exchange({ sends: [{ to: other, data }], receives: [{ from: other, into }] });
    deepStrictEqual(Buffer.compare(into, bytesOf(other, ranks.rank, data.length)), 0);
    console.log(`rank ${ranks.rank}: ${into.length} bytes`);
    await ranks.close();
  },

  /** Rank 1 waits for a longer message than rank 0 sends. */
  async length(ranks) {
    if (ranks.rank === 0) await ranks.exchange({ sends: [{ to: 1, data: new Float32Array(3) }] });
    else await ranks.exchange({ receives: [{ from: 0, into: new Float32Array(5) }] });
    await ranks.close();
  },

  /** Rank 1 is killed while the others wait for it. */
  async killed(ranks) {
    if (ranks.rank === 1) setTimeout(() => process.kill(process.pid, "SIGKILL"), 300);
    await ranks.exchange({ receives: [{ from: 1, into: new Uint8Array(1) }] });
  },

  /** Rank 1 is killed while the others compute. */
  async killedWhileBusy(ranks) {
    busy(300); // the others are busy, too
    if (ranks.rank === 1) process.kill(process.pid, "SIGKILL");
    busy(20_000);
  },

  /** Rank 1 stands still while the others wait for it. */
  async stopped(ranks) {
    if (ranks.rank === 1) process.kill(process.pid, "SIGSTOP");
    await ranks.exchange({ receives: [{ from: 1, into: new Uint8Array(1) }] });
  },

  /** Rank 0 has work of its own for longer than the timeout, in steps that keep it from its event loop for a while. */
  async longWork(ranks) {
    if (ranks.rank === 0) {
      for (let step = 0; step < 6; step++) {
        busy(600);
        await pause(1);
      }
    }
    console.log(
      `rank ${ranks.rank} has ${await ranks.broadcast(ranks.rank === 0 ? Uint8Array.of(7) : undefined)}`,
    );
    await ranks.close();
  },

  /** Rank 2 gives up while the others wait. */
  async aborted(ranks) {
    if (ranks.rank === 2) {
      console.error("rank 2: no space left on the device");
      ranks.abort(5);
    }
    await ranks.barrier();
  },

  /** Rank 1 fails by itself. */
  async failed(ranks) {
    if (ranks.rank === 1) throw new Error("rank 1 has failed");
    await ranks.barrier();
  },

  /** Twenty messages from rank 0 to rank 1, each answered. */
  async thereAndBack(ranks) {
    const start = performance.now();
    for (let round = 0; round < 20; round++) {
      const to = 1 - ranks.rank;
      const there = { sends: [{ to, data: Int32Array.of(round) }] };
      const back = { receives: [{ from: to, into: new Int32Array(1) }] };
      await ranks.exchange(ranks.rank === 0 ? there : back);
      await ranks.exchange(ranks.rank === 0 ? back : there);
    }
    console.log(`rank ${ranks.rank}: ${Math.round(performance.now() - start)} ms`);
    await ranks.close();
  },

  /** Each rank tells the next one something, again and again. */
  async endless(ranks) {
    const { rank, size } = ranks;
    for (let round = 0; ; round++) {
      await ranks.exchange({
        sends: [{ to: (rank + 1) % size, data: Int32Array.of(round) }],
        receives: [{ from: (rank + size - 1) % size, into: new Int32Array(1) }],
      });
      if (round === 20) console.log(`rank ${rank} goes on`);
      await pause(5);
    }
  },

  /** Timers go on while a rank waits. */
  async timers(ranks) {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    if (ranks.rank === 0) await pause(1000);
    await ranks.barrier();
    clearInterval(timer);
    console.log(`rank ${ranks.rank}: ${ticks > 0 ? "timers ran" : "no timer ran"}`);
    await ranks.close();
  },
};

const [scene = "", options = "{}"] = process.argv.slice(2);
let ranks: Communicator | undefined;
try {
  ranks = await openCommunicator(process.env, JSON.parse(options));
  if (ranks === undefined) console.log("this process stands alone");
  else await scenes[scene]!(ranks);
} catch (error) {
  console.error((error as Error).message);
  if (ranks === undefined) process.exitCode = 2;
  else ranks.abort(3);
}
