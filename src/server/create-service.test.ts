import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { history } from "../../test/support/tiny-saved-model.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { saveModel } from "../model-folder/model-folder.ts";
import { RandomStream } from "../random.ts";
import { openRuntime } from "../runtime/index.ts";
import { createScorer } from "../search/scorer.ts";
import { createTranslator } from "../search/translator.ts";
import { createService } from "./create-service.ts";
import { ProblemError } from "./problem.ts";
import type { StreamedAnswer, TranslateRequest } from "./schema.ts";
import { patient, testService, wildFolder } from "./service.fixture.ts";
import type { Service } from "./service.ts";

const model = wildModel();

function drawnText(random: RandomStream, most = 12): string {
  return Array.from({ length: 1 + random.integer(most) }, () => "abcdefgh"[random.integer(8)]!).join("");
}

async function collected(stream: AsyncGenerator<StreamedAnswer>): Promise<StreamedAnswer[]> {
  const all: StreamedAnswer[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

describe("a service", () => {
  let service: Service;
  let folder: string;
  beforeAll(async () => {
    folder = await wildFolder("wild");
    service = await createService([{ folder }], { workers: 2, page: false, limits: patient });
  });
  afterAll(() => service.close());

  it("answers as the library does", async () => {
    const translator = await createTranslator(model, await openRuntime({ threads: 1, replicas: 1 }));
    const text = ["abc", { source: "hgf", prefix: "q" }, "", "aaaaaaaaaaaaaaaa"];
    const expected = await translator.translate(text, { beam: 3, nBest: 2 });
    const { translations, ...rest } = await service.translate({
      text,
      beam: 3,
      nBest: 2,
      tokens: true,
      attention: true,
    });
    expect(rest).toEqual({ model: "wild", generation: 1 });
    expect(translations).toHaveLength(4);
    for (const [n, one] of translations.entries()) {
      const { text, tokens, sourceTokens, truncated, atLimit, score, hypotheses } = expected[n]!;
      expect(one).toMatchObject({ text, tokens, sourceTokens, truncated, atLimit });
      expect(one.score).toBeCloseTo(score, 4);
      expect(one.hypotheses!.map((other) => other.text)).toEqual(hypotheses.map((other) => other.text));
      for (const [t, row] of (one.attention ?? []).entries())
        for (const [s, weight] of row.entries())
          expect(weight).toBeCloseTo(expected[n]!.attention![t]![s]!, 4);
    }
  });

  it("gives what was asked for alone", async () => {
    const plain = await service.translate({ text: "abc" });
    expect(Object.keys(plain.translations[0]!)).toEqual([
      "text",
      "score",
      "logProbability",
      "truncated",
      "atLimit",
    ]);
    const empty = await service.translate({ text: "", tokens: true, attention: true, nBest: 1 });
    expect(empty.translations).toEqual([
      {
        text: "",
        score: 0,
        logProbability: 0,
        truncated: false,
        atLimit: false,
        tokens: [],
        tokenLogProbabilities: [],
        sourceTokens: [],
        attention: null,
        hypotheses: [],
      },
    ]);
    expect((await service.translate({ text: [] })).translations).toEqual([]);
  });

  it("scores as the library does", async () => {
    const pairs = [
      { source: "abc", target: "p q" },
      { source: "hgfedcba", target: "s" },
      { source: "a", target: "q q q zz" },
    ];
    const scorer = await createScorer(model, await openRuntime({ threads: 1, replicas: 1 }));
    const expected = await scorer.scorePairs(pairs);
    const { scores } = await service.score({ pairs, tokens: true });
    for (const [n, one] of scores.entries()) {
      const { tokens, unknown, logProbability, score } = expected[n]!;
      expect(one).toMatchObject({ tokens, unknown });
      expect(one.logProbability).toBeCloseTo(logProbability, 4);
      expect(one.score).toBeCloseTo(score, 4);
    }
  });

  it("gives the same answer whatever else it computes at the time", async () => {
    const random = new RandomStream(5, "requests");
    const options: readonly Omit<TranslateRequest, "text">[] = [
      {},
      { beam: 3, nBest: 3, attention: true },
      { sampling: { seed: 3 }, nBest: 2, tokens: true },
    ];
    const requests = Array.from({ length: 90 }, (): TranslateRequest => {
      const text = Array.from({ length: 1 + random.integer(5) }, () => drawnText(random));
      return { text, ...options[random.integer(options.length)]! };
    });
    const alone: unknown[] = [];
    for (const request of requests) alone.push(await service.translate(request));
    const together = await Promise.all(requests.map((request) => service.translate(request)));
    expect(together).toEqual(alone);
  });

  it("streams what greedy search writes, token by token", async () => {
    for (const text of ["abc", "hhhhgfe"]) {
      const tokens = await collected(service.stream({ text, minimumLength: 4, attention: true }));
      const { translations } = await service.translate({ text, minimumLength: 4, tokens: true });
      expect(tokens.map(({ token }) => token)).toEqual(translations[0]!.tokens);
      expect(tokens.at(-1)!.text).toBe(translations[0]!.text);
      expect(tokens[0]!.attention).toHaveLength(text.length + 1);
    }
    expect(await collected(service.stream({ text: "" }))).toEqual([]);
  });

  it("ends a stream that is left", async () => {
    for (let n = 0; n < 5; n++) {
      for await (const { token } of service.stream({ text: "abcdefgh", minimumLength: 5 })) {
        expect(token).not.toBe("");
        break;
      }
    }
    expect(await collected(service.stream({ text: "abc", minimumLength: 1 }))).not.toEqual([]);
  });

  it("drops what a signal gives up", async () => {
    const controller = new AbortController();
    const text = Array.from({ length: 1000 }, (_, n) => "abcdefgh".slice(n % 8));
    const given = service.translate({ text, minimumLength: 20 }, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 5);
    await expect(given).rejects.toThrow("enough");
    expect((await service.translate({ text: "abc" })).translations).toHaveLength(1);
  });

  it("computes again what a thread had in hand when it ended", async () => {
    const random = new RandomStream(6, "requests");
    const requests = Array.from({ length: 40 }, () => ({
      text: Array.from({ length: 10 }, () => drawnText(random)),
      minimumLength: 15,
    }));
    const expected: unknown[] = [];
    for (const request of requests) expected.push(await service.translate(request));
    const answers = Promise.all(requests.map((request) => service.translate(request)));
    await service.restartWorker(0);
    expect(await answers).toEqual(expected);
  });

  it("goes on with a stream on another thread", async () => {
    const request = { text: "abcdefgh", minimumLength: 30, maximumLength: 40 };
    const expected = await collected(service.stream(request));
    expect(expected.length).toBeGreaterThanOrEqual(30);
    const found: StreamedAnswer[] = [];
    for await (const token of service.stream(request)) {
      found.push(token);
      // One of the two has it.
      if (found.length === 10) await service.restartWorker(0);
      if (found.length === 20) {
        while (!(await service.metrics.text()).body.includes("henkan_workers 2"))
          await new Promise((wake) => setTimeout(wake, 20));
        await service.restartWorker(1);
      }
    }
    expect(found).toEqual(expected);
  });

  it("refuses what a model cannot do, and names the text or the option", async () => {
    const refused = async (request: TranslateRequest) => {
      const error = await service.translate(request).then(
        () => undefined,
        (thrown: unknown) => thrown as ProblemError,
      );
      expect(error).toBeInstanceOf(ProblemError);
      return `${error!.problem}: ${error!.message}`;
    };
    expect(await refused({ text: ["a", { source: "b", include: ["zz"] }], beam: 3 })).toBe(
      'not-translatable: text.1: include "zz": the model cannot write "zz", which is not in its target vocabulary',
    );
    expect(await refused({ text: "a", nBest: 3 })).toBe(
      "not-translatable: nBest 3: expected a whole number from 1 to 1 (the beam)",
    );
    expect(await refused({ text: "abcd", maximumLengthRatio: 1000 })).toBe(
      "not-translatable: text: maximumLengthRatio 1000: allows 4000 tokens: expected at most 500",
    );
    expect(await refused({ text: "abc", model: "other" })).toBe(
      'unknown-model: model "other": expected one of "wild"',
    );
    const long = service.score({ pairs: [{ source: "a", target: "p ".repeat(600) }] });
    await expect(long).rejects.toThrow("pairs.0.target: 600 tokens: expected at most 500");
  });
});

describe("models", () => {
  it("are several, by their names; one that is not named must be the only one", async () => {
    const folders = [await wildFolder("one"), await wildFolder("two", { seed: 7 })];
    const service = await testService(folders);
    const [one, two] = await Promise.all(
      ["one", "two"].map((name) => service.translate({ model: name, text: "abcdef" })),
    );
    expect([one!.model, two!.model]).toEqual(["one", "two"]);
    expect(one!.translations).not.toEqual(two!.translations);
    await expect(service.translate({ text: "a" })).rejects.toThrow(
      'model: there are 2: expected one of "one", "two"',
    );
    await expect(createService([])).rejects.toThrow("no models: expected one model folder or more");
    await expect(createService([{ folder: folders[0]! }, { folder: folders[0]! }])).rejects.toThrow(
      `model "one": both ${folders[0]} and ${folders[0]} have this name: give one another, NAME=${folders[0]}`,
    );
  });

  it("are replaced by what is in their folder, and the old one answers until then", async () => {
    const folder = await wildFolder("changing");
    const service = await testService([folder], { workers: 2 });
    const request = { text: ["abcdefgh", "hgfedcba"], minimumLength: 12 };
    const before = await service.translate(request);
    await saveModel(folder, wildModel({ seed: 9 }), history);
    const answers: Promise<{ generation: number; translations: unknown }>[] = [];
    const replaced = service.replace("changing");
    expect(service.unready()).toBe("a model is being replaced");
    let isOver = false;
    replaced.then(() => {
      isOver = true;
    });
    while (!isOver) {
      const answer = service.translate(request);
      answers.push(answer);
      await answer;
    }
    const after = await service.translate(request);
    expect(service.unready()).toBeUndefined();
    expect(after.generation).toBe(2);
    expect(after.translations).not.toEqual(before.translations);
    for (const { generation, translations } of await Promise.all(answers))
      expect(translations).toEqual((generation === 1 ? before : after).translations);
    // A thread that starts later has the new one.
    await service.restartWorker(0);
    await service.restartWorker(1);
    while (service.unready() !== undefined) await new Promise((wake) => setTimeout(wake, 20));
    expect(await service.translate(request)).toEqual(after);
  });

  it("stay where the new one is damaged", async () => {
    const folder = await wildFolder("damaged");
    const service = await testService([folder]);
    const before = await service.translate({ text: "abc" });
    const spare = `${folder}.spare`;
    await cp(folder, spare, { recursive: true });
    await writeFile(join(folder, "weights.safetensors"), "nonsense");
    await expect(service.replace("damaged")).rejects.toThrow(/weights\.safetensors/);
    await mkdir(join(folder, "next-model"), { recursive: true });
    await writeFile(join(folder, "config.json"), "{");
    await expect(service.replace("damaged")).rejects.toThrow(/not JSON/);
    expect(await service.translate({ text: "abc" })).toEqual(before);
    expect(service.unready()).toBeUndefined();
    const { body } = await service.metrics.text();
    expect(body).toContain('henkan_model_replacements_total{model="damaged",result="refused"} 2');
  });
});
