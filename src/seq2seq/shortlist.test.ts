import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { ConfigError } from "../errors.ts";
import { createTranslator } from "../search/translator.ts";
import { withShortlist } from "./shortlist.ts";

const model = wildModel({ words: "p q r s t u v w x" });

describe("a shortlist", () => {
  it("makes a model that writes as the whole one would with the other words kept out", async () => {
    const runtime = await runtimes[0]!.open();
    const lines = ["abc", "hgfedcba", "d", "ef"];
    const options = { beam: 4, nBest: 4, lengthPenalty: 0, maximumLength: 5 } as const;
    const short = withShortlist(model, ["p", "t", "x", "unheard"]);
    expect(short.target.vocabulary.toJSON()).toEqual(["<pad>", "<unk>", "<s>", "</s>", "p", "t", "x"]);
    expect(short.weights.values.length).toBeLessThan(model.weights.values.length);
    const listed = await (await createTranslator(short, runtime)).translate(lines, options);
    const whole = await createTranslator(model, runtime);
    for (const { source, hypotheses } of listed) {
      for (const { tokens, logProbability } of hypotheses.filter(({ text }) => text !== "")) {
        const [forced] = await whole.translate([{ source, prefix: tokens.join(" ") }], {
          maximumLength: tokens.length,
        });
        expect(forced!.tokens).toEqual(tokens);
        expect(logProbability).toBeGreaterThan(forced!.logProbability);
      }
      expect(hypotheses.length).toBeGreaterThan(1);
    }
  });

  it("of all tokens is the model itself", async () => {
    const all = withShortlist(model, model.target.vocabulary.toJSON());
    expect(all.weights.values).toEqual(model.weights.values);
    expect(all.target.toJSON()).toEqual(model.target.toJSON());
  });

  it("of a model that may copy leaves the source's tokens, listed or not", async () => {
    const short = withShortlist(copyingModel({ seed: 15 }), ["p", "q"]);
    const translator = await createTranslator(short, await runtimes[0]!.open());
    const [all] = await translator.translate(["cd"], { beam: 6, nBest: 6, maximumLength: 1 });
    expect(all!.hypotheses.map(({ text }) => text).sort()).toEqual(["", "<unk>", "c", "d", "p", "q"]);
    const first = all!.hypotheses.map(({ tokenLogProbabilities }) => Math.exp(tokenLogProbabilities[0]!));
    expect(first.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 5);
  });

  it("normalises over what is left: <unk>, </s> and its own tokens", async () => {
    const translator = await createTranslator(withShortlist(model, ["p", "x"]), await runtimes[0]!.open());
    const [all] = await translator.translate(["abc"], { beam: 4, nBest: 4, maximumLength: 1 });
    expect(all!.hypotheses.map(({ text }) => text).sort()).toEqual(["", "<unk>", "p", "x"]);
    const first = all!.hypotheses.map(({ tokenLogProbabilities }) => Math.exp(tokenLogProbabilities[0]!));
    expect(first.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 5);
  });

  it("without a token that the model knows is refused", () => {
    expect(() => withShortlist(model, ["unheard"])).toThrow(ConfigError);
    expect(() => withShortlist(model, ["<s>"])).toThrow(/none of its 1 tokens/);
  });
});
