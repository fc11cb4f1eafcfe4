import { describe, expect, it } from "vitest";
import { localRanks } from "../../test/support/local-ranks.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import type { Service } from "../distributed/services.ts";
import { RandomStream } from "../random.ts";
import { openRuntime } from "../runtime/index.ts";
import { createTranslator } from "../search/translator.ts";
import { trainTokenizer } from "../text/index.ts";
import { createEvaluator } from "../training/evaluator.ts";
import { joinRanks, type Ranks, serveRank, tellRanks } from "../training/ranks.ts";
import type { Texts, WorkSetup } from "./prepare/token-work.ts";
import { WorkerPool } from "./prepare/worker-pool.ts";
import { openRuntimeOnRanks, openTokenService, rankServices } from "./rank-services.ts";

/** Does some work on rank 0 of so many ranks, and counts what each of the others was asked for. */
async function onRanks<Result>(size: number, work: (ranks: Ranks) => Promise<Result>) {
  const asked: Record<string, number>[] = [];
  const joined = await Promise.all(localRanks(size).map((communicator) => joinRanks(communicator, 1)));
  const others = joined.slice(1).map((ranks, n) => {
    const counts: Record<string, number> = {};
    asked[n] = counts;
    const counting = (service: Service): Service => ({
      answer: (request: never) => {
        const kind = (request as { kind?: string }).kind ?? "texts";
        counts[kind] = (counts[kind] ?? 0) + 1;
        return service.answer(request);
      },
      close: () => service.close(),
    });
    const { graphs, tokens } = rankServices(1);
    const services = {
      graphs: (setup: never) => counting(graphs(setup)),
      tokens: (setup: never) => counting(tokens(setup)),
    };
    return serveRank(ranks, { services });
  });
  const result = await work(joined[0]!);
  await joined[0]!.desk.settle();
  await tellRanks(joined[0]!.communicator, { end: "job" });
  await Promise.all(others);
  return { result, asked };
}

const model = wildModel({ seed: 2 });
const random = new RandomStream(1, "lines for ranks");
const lines = Array.from({ length: 1500 }, () =>
  Array.from({ length: random.integer(11) }, () => "abcdefgh"[random.integer(8)]).join(""),
);
const options = { beam: 3, nBest: 2 };
const alone = openRuntime({ threads: 1, replicas: 1 });

describe("the ranks of a job", () => {
  it("translate to the bits of one process, each some of the lines", async () => {
    const expected = await (await createTranslator(model, await alone)).translate(lines, options);
    const { result, asked } = await onRanks(3, async (ranks) => {
      const runtime = await openRuntimeOnRanks(ranks, { replicas: 1 });
      expect(runtime.replicas).toBe(1 + 2 + 2); // beside its own, two runs in hand for each of the others
      return (await createTranslator(model, runtime)).translate(lines, options);
    });
    expect(result).toEqual(expected);
    for (const { compile, run } of asked) {
      expect(compile).toBe(1);
      expect(run).toBeGreaterThan(3);
    }
  });

  it("score a model whose weights change", async () => {
    const pairs = lines.slice(0, 300).map((source) => ({ source, target: "p q r" }));
    const changing = wildModel({ seed: 5 });
    const { data } = changing.weights.views[0]!;
    const turn = () => data.set(data.map((value) => -value));
    const scores = async (runtime: Awaited<typeof alone>) => {
      const evaluator = await createEvaluator(changing, runtime, { live: true });
      const before = await evaluator.score(pairs);
      turn();
      const after = await evaluator.score(pairs);
      turn();
      return [before, after];
    };
    const expected = await scores(await alone);
    expect(expected[1]).not.toEqual(expected[0]);
    const { result, asked } = await onRanks(2, async (ranks) => {
      return scores(await openRuntimeOnRanks(ranks, { replicas: 1 }));
    });
    expect(result).toEqual(expected);
    expect(asked[0]!.hold).toBe(4); // outputs and likelihoods, twice
    expect(asked[0]!.run).toBeGreaterThan(2);
  });

  it("count and encode texts, in order", async () => {
    const tokenizer = trainTokenizer({ kind: "characters" }, ["abcdefgh"]);
    const setups: readonly WorkSetup[] = [
      { kind: "count", source: { kind: "characters" }, joint: true },
      {
        kind: "encode",
        ...{ source: tokenizer.toJSON(), target: tokenizer.toJSON(), sourceLimit: 9, targetLimit: 9 },
        widths: { id: 2, length: 2 },
      },
    ];
    async function* batches() {
      for (let at = 0; at < lines.length; at += 100) yield { texts: lines.slice(at, at + 100) as Texts };
    }
    const work = async (setup: WorkSetup, ranks?: Ranks) => {
      const pool = new WorkerPool(setup, 1, openTokenService(ranks, setup));
      try {
        const found = [];
        for await (const { result } of pool.map(batches())) found.push(result);
        return found;
      } finally {
        await pool.close();
      }
    };
    for (const setup of setups) {
      const { result, asked } = await onRanks(3, (ranks) => work(setup, ranks));
      expect(result).toEqual(await work(setup));
      expect(asked).toEqual([{ texts: 5 }, { texts: 5 }]);
    }
  });
});
