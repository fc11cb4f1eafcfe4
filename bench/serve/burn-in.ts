import { startServed } from "../../test/support/served.ts";
import type { Figure } from "../figure.ts";
import { median } from "../interleave.ts";
import { forBenches, type LoadCase } from "./load.ts";
import { closedLoop } from "./open-loop.ts";
import { drawnRequest } from "./requests.ts";

/** Requests of an hour in which one comes every tenth of a second. */
const anHour = 36_000;
/** Clients at once. */
const clients = 16;

/**
 * An hour's worth of requests, one after the other is answered: resident memory of the last fifth over that of the second
 * fifth. In the first, compiled graphs and buffers come to be.
 */
export async function burnInFigures({ folder, lines, say }: LoadCase, requests = anHour): Promise<Figure[]> {
  const served = await startServed([folder, ...forBenches]);
  try {
    const beams = [1, 5];
    const memory: number[] = [];
    let [answered, done] = [0, 0];
    const turn = Math.ceil(requests / 50);
    const start = performance.now();
    while (done < requests) {
      const until = done + turn;
      const make = (n: number) => drawnRequest(lines, beams[n % beams.length]!, done + n);
      const { replies } = await closedLoop(served.call, { clients, requests: until - done, make });
      answered += replies.filter(({ status }) => status === 200).length;
      done = until;
      memory.push(served.memory());
      if (memory.length % 10 === 0) say(`serve: burn-in: ${done} requests, ${memory.at(-1)!.toFixed(0)} MB`);
    }
    const fifth = memory.length / 5;
    const every = memory.filter((_, n) => n % 5 === 4).map((megabytes) => megabytes.toFixed(0));
    const [early, late] = [median(memory.slice(fifth, 2 * fifth)), median(memory.slice(-fifth))];
    return [
      {
        name: "serve: burn-in, memory at the end over that after a fifth",
        value: late / early,
        unit: "",
        target: 1.05,
        better: "below",
        note: `${done} requests in ${((performance.now() - start) / 1000).toFixed(0)} s, ${answered} answered; ${early.toFixed(0)} and ${late.toFixed(0)} MB; after each tenth ${every.join(", ")}`,
      },
    ];
  } finally {
    await served.stop();
  }
}
