import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModels, wildModel } from "../../test/support/wild-model.ts";
import { ConfigError } from "../errors.ts";
import type { SearchOptions } from "./options.ts";
import type { StreamedToken } from "./stream.ts";
import { createTranslator } from "./translator.ts";

const models = {
  attention: [wildModel({ endBias: -1 })],
  "one fixed vector": [wildModel({ context: { kind: "fixed-every-step" }, endBias: -1 })],
  "an ensemble": [wildModel({ seed: 3 }), wildModel({ seed: 4, context: { kind: "fixed-initial" } })],
  "an ensemble that copies": copyingModels["an ensemble that copies"]!,
};
const searches: Readonly<Record<string, SearchOptions>> = {
  greedy: {},
  sampling: { sampling: { temperature: 1.5, topP: 0.95, seed: 7 } },
  rules: {
    noRepeatNgram: 2,
    minimumLength: 3,
    prefix: "q s",
    exclude: ["r r", "p q s"],
    repetitionPenalty: 1.3,
  },
};

async function all(stream: AsyncIterable<StreamedToken>): Promise<StreamedToken[]> {
  const tokens: StreamedToken[] = [];
  for await (const token of stream) tokens.push(token);
  return tokens;
}

describe.each(runtimes)("a stream, $name", ({ open }) => {
  it.each(
    Object.entries(models).flatMap(([name, model]) =>
      Object.entries(searches).map(([search, options]) => [name, search, model, options] as const),
    ),
  )("writes what translate writes: %s, %s", async (_, __, model, options) => {
    const translator = await createTranslator(model, await open());
    let written = 0;
    for (const line of ["abc", "hgfe", "d"]) {
      const [whole] = await translator.translate([line], { maximumLength: 8, ...options });
      const tokens = await all(translator.stream(line, { maximumLength: 8, ...options }));
      expect(tokens.map(({ token }) => token)).toEqual(whole!.tokens);
      expect(tokens.at(-1)?.text ?? "").toBe(whole!.text);
      tokens.forEach(({ logProbability, attention }, t) => {
        expect(logProbability).toBeCloseTo(whole!.tokenLogProbabilities[t]!, 4);
        expect(attention === null).toBe(whole!.attention === null);
        attention?.forEach((weight, s) => expect(weight).toBeCloseTo(whole!.attention![t]![s]!, 4));
      });
      written += tokens.length;
    }
    expect(written).toBeGreaterThan(3);
  });
});

describe("a stream", () => {
  it("stops at the signal, between two tokens", async () => {
    const translator = await createTranslator(wildModel({ endBias: -100 }), await runtimes[0]!.open());
    const controller = new AbortController();
    const tokens: string[] = [];
    const reading = (async () => {
      for await (const { token } of translator.stream("abc", { signal: controller.signal })) {
        tokens.push(token);
        if (tokens.length === 3) controller.abort(new Error("enough"));
      }
    })();
    await expect(reading).rejects.toThrow("enough");
    expect(tokens).toHaveLength(3);
  });

  it.each(runtimes)("and translate hear a signal that a timer gives, $name", async ({ open }) => {
    const translator = await createTranslator(wildModel({ endBias: -100 }), await open());
    const options = { maximumLength: 200, minimumLength: 190 };
    await translator.translate(["abc"], options); // compiles: the calls that follow only search
    const signal = () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error("enough")), 1);
      return controller.signal;
    };
    await expect(all(translator.stream("abc", { ...options, signal: signal() }))).rejects.toThrow("enough");
    const many = Array.from({ length: 2000 }, (_, i) => "abcdefgh".slice(i % 8));
    await expect(translator.translate(many, { ...options, signal: signal() })).rejects.toThrow("enough");
  });

  it("follows weights that change", async () => {
    const model = wildModel({ endBias: -100 });
    const translator = await createTranslator(model, await runtimes[0]!.open(), { live: true });
    const before = await all(translator.stream("abc", { maximumLength: 5 }));
    model.weights.values.forEach((value, i, values) => (values[i] = -value));
    model.weights.view("decoder.output.bias").data.fill(0);
    const after = await all(translator.stream("abc", { maximumLength: 5 }));
    const fresh = await createTranslator(model, await runtimes[0]!.open());
    const expected = await all(fresh.stream("abc", { maximumLength: 5 }));
    expect(after.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    after.forEach(({ logProbability }, t) =>
      expect(logProbability).toBeCloseTo(expected[t]!.logProbability, 4),
    );
    expect(after.map(({ logProbability }) => logProbability)).not.toEqual(
      before.map(({ logProbability }) => logProbability),
    );
  });

  it("writes nothing for an empty line, and refuses what only beam search can do", async () => {
    const translator = await createTranslator(wildModel(), await runtimes[0]!.open());
    expect(await all(translator.stream(""))).toEqual([]);
    for (const options of [{ beam: 2 }, { sampling: {}, nBest: 2 }, { beam: 5, include: ["p"] }]) {
      await expect(all(translator.stream("abc", options))).rejects.toThrow(ConfigError);
    }
  });
});
