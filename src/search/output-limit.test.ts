import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { untrainedModel } from "../../test/support/tiny-saved-model.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { type Example, inMemory } from "../data/index.ts";
import { EOS } from "../text/index.ts";
import { neededMargin, outputLimit } from "./output-limit.ts";
import { createTranslator } from "./translator.ts";

describe("the limit of outputs", () => {
  const model = untrainedModel({ target: { maximumLength: 50 } });

  it("is by default a margin and eight tokens for each of the source, at most what the model was trained on", () => {
    expect(outputLimit(model, 0, {})).toEqual({ tokens: 27, option: undefined });
    expect(outputLimit(model, 2, {})).toEqual({ tokens: 43, option: undefined });
    expect(outputLimit(model, 3, {})).toEqual({ tokens: 50, option: undefined });
  });

  it("has the margin that the model was trained with", () => {
    const wider = { ...model, outputMargin: 40 };
    expect([0, 1, 2].map((length) => outputLimit(wider, length, {}).tokens)).toEqual([40, 48, 50]);
  });

  it("is an option as it is given, of two the smaller", () => {
    expect(outputLimit(model, 1, { maximumLength: 300 })).toEqual({ tokens: 300, option: "maximumLength" });
    expect(outputLimit(model, 2, { maximumLengthRatio: 60 })).toEqual({
      tokens: 120,
      option: "maximumLengthRatio",
    });
    const both = { maximumLength: 5, maximumLengthRatio: 2 };
    expect(outputLimit(model, 2, both)).toEqual({ tokens: 4, option: "maximumLengthRatio" });
    expect(outputLimit(model, 3, both)).toEqual({ tokens: 5, option: "maximumLength" });
  });

  it("is at least one token", () => {
    expect(outputLimit(model, 4, { maximumLengthRatio: 0 }).tokens).toBe(1);
  });
});

describe("the margin that a corpus needs", () => {
  /** An example with these numbers of tokens, `</s>` not counted. */
  const example = (source: number, target: number): Example => ({
    source: new Int32Array(source + 1),
    target: new Int32Array(target + 1),
  });

  it("is the largest of its targets' beyond eight tokens for each of the source", () => {
    expect(neededMargin(inMemory([example(1, 50), example(2, 60), example(5, 67)]))).toBe(44);
  });

  it("is the usual one, which is not told, where that is enough", () => {
    expect(neededMargin(inMemory([]))).toBeUndefined();
    expect(neededMargin(inMemory([example(1, 35), example(3, 4)]))).toBeUndefined();
    expect(neededMargin(inMemory([example(1, 36)]))).toBe(28);
  });
});

describe.each(runtimes)("an output, $name", ({ open }) => {
  it("tells whether it is as long as the limit allows", async () => {
    const endless = wildModel();
    endless.weights.view("decoder.output.bias").data[EOS] = -100;
    const translator = await createTranslator(endless, await open());
    const [full, none] = await translator.translate(["ab", ""], { maximumLength: 3 });
    expect([full!.tokens.length, full!.atLimit]).toEqual([3, true]);
    expect([none!.tokens.length, none!.atLimit]).toEqual([0, false]);
    const brief = wildModel();
    brief.weights.view("decoder.output.bias").data[EOS] = 100;
    const [ended] = await (await createTranslator(brief, await open())).translate(["ab"], {
      maximumLength: 3,
    });
    expect(ended!.atLimit).toBe(false);
  });
});
