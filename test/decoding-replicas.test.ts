import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { RandomStream } from "../src/random.ts";
import { openRuntime, type Runtime } from "../src/runtime/index.ts";
import { createScorer } from "../src/search/scorer.ts";
import { createTranslator } from "../src/search/translator.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history } from "./support/tiny-saved-model.ts";
import { copyingModel, wildModel } from "./support/wild-model.ts";

const model = wildModel({ seed: 2 });
const others = [wildModel({ seed: 5 }), wildModel({ seed: 6, encoder: { cell: "gru" } })] as const;

/** More than stay on the calling thread; some are empty, some come twice. */
const lines = Array.from({ length: 700 }, (_, n) => {
  const random = new RandomStream(1, "lines", n);
  return Array.from({ length: random.integer(11) }, () => "abcdefgh"[random.integer(8)]).join("");
});

interface Counting extends Runtime {
  /** How often graphs were compiled: on the calling thread, in replicas. */
  readonly compiled: { here: number; inReplicas: number };
}

/** One thread an operator, so that one session computes as each of the replicas does. */
async function open(name: Runtime["name"], replicas: number): Promise<Counting> {
  const runtime = await openRuntime({ prefer: name, threads: 1, replicas, onNotice: () => {} });
  const compiled = { here: 0, inReplicas: 0 };
  const replicate: Runtime["replicate"] = (bytes) => {
    compiled.inReplicas++;
    return runtime.replicate(bytes);
  };
  const compile: Runtime["compile"] = (bytes) => {
    compiled.here++;
    return runtime.compile(bytes);
  };
  return { ...runtime, compile, replicate: replicas === 1 ? compile : replicate, compiled };
}

describe.each(["native", "wasm"] as const)("on %s, one replica, two and three", (name) => {
  let opened: Counting[];
  beforeAll(async () => {
    opened = await Promise.all([1, 2, 3].map((replicas) => open(name, replicas)));
  });

  /** Finds something with each number of replicas, which must compile so many graphs, and no other. */
  async function withEach<Found>(graphs: number, find: (runtime: Runtime) => Promise<Found>): Promise<Found> {
    const found: Found[] = [];
    for (const runtime of opened) {
      const { here, inReplicas } = { ...runtime.compiled };
      found.push(await find(runtime));
      const { compiled } = runtime;
      const expected = runtime.replicas > 1 ? [0, graphs] : [graphs, 0];
      expect([compiled.here - here, compiled.inReplicas - inReplicas]).toEqual(expected);
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
    return found[0]!;
  }

  it.each([
    {},
    { beam: 4, nBest: 3, lengthPenalty: "average" },
    { nBest: 2, sampling: { seed: 3 } },
  ] as const)("translate to the same bits: %o", async (options) => {
    const found = await withEach(1, async (runtime) => {
      return (await createTranslator(model, runtime)).translate(lines, options);
    });
    expect(found.map(({ source }) => source)).toEqual(lines);
    expect(new Set(found.map(({ text }) => text)).size).toBeGreaterThan(50);
    const read = found.find(({ sourceTokens, tokens }) => sourceTokens.length > 3 && tokens.length > 3)!;
    expect(read.attention![0]).toHaveLength(read.sourceTokens.length + 1);
  });

  it("translate to the same bits with an ensemble and a reranker", async () => {
    const found = await withEach(2, async (runtime) => {
      const translator = await createTranslator([model, others[0]], runtime, { rerankers: [others[1]] });
      return translator.translate(lines, { beam: 3, nBest: 2 });
    });
    expect(found.find(({ hypotheses }) => hypotheses.length === 2)).toBeDefined();
  });

  it("translate and score to the same bits with weights that change", async () => {
    const found = await withEach(2, async (runtime) => {
      const changing = wildModel({ seed: 2 });
      const translator = await createTranslator(changing, runtime, { live: true });
      const scorer = await createScorer(changing, runtime, { live: true });
      const pairs = lines.map((line) => ({ source: line, target: "p q s" }));
      const all = async () => [await translator.translate(lines), await scorer.scorePairs(pairs)] as const;
      const before = await all();
      const { values } = changing.weights;
      for (let n = 0; n < values.length; n++) values[n]! *= 0.5;
      return { before, after: await all() };
    });
    expect(found.after[0]).not.toEqual(found.before[0]);
    expect(found.after[1]).not.toEqual(found.before[1]);
  });

  it("translate to the same bits what a model copies", async () => {
    await withEach(1, async (runtime) => (await createTranslator(copyingModel(), runtime)).translate(lines));
  });

  it("score pairs to the same bits", async () => {
    const targets = ["p q", "s", "r r r p q s", "p", "q s"];
    const pairs = lines.map((line, n) => ({ source: `a${line}`, target: targets[n % 5]! }));
    const small = wildModel({ training: { batchTokens: 200 } });
    const found = await withEach(1, async (runtime) => {
      const scorer = await createScorer(small, runtime);
      return [
        await scorer.scorePairs(pairs),
        await scorer.countPairs(pairs),
        await scorer.score(pairs),
      ] as const;
    });
    expect(found[0].map(({ source, target }) => ({ source, target }))).toEqual(pairs);
  });
});

describe("a line or a few", () => {
  it("start no thread and need no other session", async () => {
    const runtime = await open("native", 3);
    const translator = await createTranslator(model, runtime, { rerankers: [others[0]] });
    await translator.translate(["abc"], { beam: 3 });
    await translator.translate(lines.slice(0, 200), { beam: 2, maximumLength: 5 });
    for await (const _ of (await createTranslator(model, runtime)).stream("abc"));
    await (await createScorer(model, runtime)).score([{ source: "a", target: "p" }]);
    expect(runtime.compiled.inReplicas).toBe(0);
    expect(runtime.compiled.here).toBeGreaterThan(3);
  });
});

describe("henkan with replicas", () => {
  it("prints what it prints without", async () => {
    const folder = await temporaryFolder();
    const at = (name: string) => join(folder, name);
    await saveModel(at("model"), model, history);
    await writeFile(at("lines"), `${lines.join("\n")}\n`);
    await writeFile(at("pairs.tsv"), lines.map((line, n) => `a${n} ${line}\tp q s\n`).join(""));
    for (const args of [
      ["translate", at("model"), "--input", at("lines"), "--output-format", "jsonl", "--beam", "3"],
      ["score", at("model"), "--pairs", at("pairs.tsv")],
      [
        "evaluate",
        at("model"),
        "--pairs",
        at("pairs.tsv"),
        "--bootstrap",
        "0",
        "--attention",
        "--worst",
        "3",
      ],
    ]) {
      const [alone, shared] = [
        await henkan([...args, "--replicas", "1"]),
        await henkan([...args, "--replicas", "2"]),
      ];
      expect(alone).toMatchObject({ exitCode: 0 });
      expect(alone.stdout.length).toBeGreaterThan(200);
      expect(shared.stdout).toBe(alone.stdout);
    }
  });

  it("refuses a number of them where no model computes", async () => {
    const args = ["evaluate", "--hypotheses", "a", "--references", "b", "--replicas", "2"];
    expect(await henkan(args)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--replicas: without effect: it is for a model"),
    });
  });
});
