import { saveModel } from "../../src/model-folder/model-folder.ts";
import { RandomStream } from "../../src/random.ts";
import { drawBody, wrongAnswer } from "../../test/support/request-bodies.ts";
import { startServed } from "../../test/support/served.ts";
import { history, untrainedModel } from "../../test/support/tiny-saved-model.ts";
import type { Figure } from "../figure.ts";
import { forBenches } from "./load.ts";

/** Drawn bodies, sent over HTTP to a service of a tiny model: each is answered or refused in words. */
export async function fuzzFigures(
  folder: string,
  count: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  await saveModel(folder, untrainedModel(), history);
  const served = await startServed(["--pair", `en-ja=${folder}`, ...forBenches]);
  const counts: Record<string, number> = {};
  let [next, failed] = [0, 0];
  try {
    const before = served.memory();
    const client = async () => {
      while (next < count) {
        const n = next++;
        const { path, body } = drawBody(new RandomStream(2, "service bodies", n));
        const { status, headers, body: answer } = await served.call({ path, body });
        counts[status] = (counts[status] ?? 0) + 1;
        const wrong = wrongAnswer(status, String(headers["content-type"]), answer);
        if (wrong !== undefined && ++failed <= 10)
          say(`serve: body ${n} to ${path}: ${wrong}: ${answer.slice(0, 300)}`);
        if (n % 50_000 === 49_999)
          say(`serve: ${n + 1} bodies, ${failed} failed, ${served.memory().toFixed(0)} MB`);
      }
    };
    await Promise.all(Array.from({ length: 32 }, client));
    const statuses = Object.entries(counts).map(([status, many]) => `${status}: ${many}`);
    return [
      {
        name: "serve: fuzzed bodies with a crash, a 500 or a leak",
        value: failed,
        unit: "",
        target: 0,
        better: "below",
        note: `of ${count}; ${statuses.join(", ")}; ${before.toFixed(0)} MB before, ${served.memory().toFixed(0)} after`,
      },
    ];
  } finally {
    const code = await served.stop();
    if (code !== 0) say(`serve: ended with ${code}: ${served.written().slice(-2000)}`);
  }
}
