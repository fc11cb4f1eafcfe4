import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { ConfigError } from "../errors.ts";
import { checkOptions, type SearchOptions } from "./options.ts";
import { createTranslator } from "./translator.ts";

const refused: readonly [SearchOptions, string][] = [
  [{ beam: 0 }, "beam 0: expected a whole number from 1 to 1024"],
  [{ beam: 1025 }, "beam 1025: expected a whole number from 1 to 1024"],
  [{ beam: 2.5 }, "beam 2.5: expected a whole number from 1 to 1024"],
  [{ beam: Number.NaN }, "beam NaN: expected a whole number from 1 to 1024"],
  [{ beam: "5" as never }, "beam 5: expected a whole number from 1 to 1024"],
  [{ nBest: 2 }, "nBest 2: expected a whole number from 1 to 1 (the beam)"],
  [{ beam: 5, nBest: 6 }, "nBest 6: expected a whole number from 1 to 5 (the beam)"],
  [{ beam: 5, nBest: 0 }, "nBest 0: expected a whole number from 1 to 5 (the beam)"],
  [{ nBest: 1025, sampling: {} }, "nBest 1025: expected a whole number from 1 to 1024"],
  [{ lengthPenalty: -1 }, "lengthPenalty -1: expected a number of 0 or more"],
  [{ lengthPenalty: "mean" as never }, "lengthPenalty mean: expected a number of 0 or more"],
  [{ lengthPenalty: Number.POSITIVE_INFINITY }, "lengthPenalty Infinity: expected a number of 0 or more"],
  [{ coveragePenalty: -0.1 }, "coveragePenalty -0.1: expected a number of 0 or more"],
  [{ minimumLength: -1 }, "minimumLength -1: expected a whole number of 0 or more"],
  [{ minimumLength: 1.5 }, "minimumLength 1.5: expected a whole number of 0 or more"],
  [{ minimumLengthRatio: -0.5 }, "minimumLengthRatio -0.5: expected a number of 0 or more"],
  [{ maximumLength: 0 }, "maximumLength 0: expected a whole number of 1 or more"],
  [{ maximumLengthRatio: -2 }, "maximumLengthRatio -2: expected a number of 0 or more"],
  [{ repetitionPenalty: -1 }, "repetitionPenalty -1: expected a number of 0 or more"],
  [{ noRepeatNgram: -1 }, "noRepeatNgram -1: expected a whole number from 0 to 100"],
  [{ noRepeatNgram: 4294967296 }, "noRepeatNgram 4294967296: expected a whole number from 0 to 100"],
  [{ noRepeatNgram: 0.5 }, "noRepeatNgram 0.5: expected a whole number from 0 to 100"],
  [{ groups: 2 }, "groups 2: expected a whole number from 1 to 1"],
  [{ beam: 4, groups: 0 }, "groups 0: expected a whole number from 1 to 4"],
  [{ beam: 5, groups: 2 }, "groups 2: expected a divisor of the beam, 5"],
  [{ diversity: -1 }, "diversity -1: expected a number of 0 or more"],
  [{ sampling: { topK: 0 } }, "sampling.topK 0: expected a whole number of 1 or more"],
  [{ sampling: { topP: 1.5 } }, "sampling.topP 1.5: expected a number from 0 to 1"],
  [{ sampling: { topP: 0 } }, "sampling.topP 0: expected more than 0, up to 1"],
  [{ sampling: { topP: 1e-320 } }, "sampling.topP 1e-320: expected more than 0, up to 1"],
  [{ sampling: { temperature: 0 } }, "sampling.temperature 0: expected a number from 0.001 to 1000"],
  [
    { sampling: { seed: 0.5 } },
    `sampling.seed 0.5: expected a whole number of ${Number.MIN_SAFE_INTEGER} or more`,
  ],
  [{ sampling: {}, beam: 2 }, "sampling: draws do not share a beam; leave beam out"],
  [{ sampling: {}, include: ["p"] }, "include: only a search can meet phrases; leave sampling out"],
  [{ beam: 4, groups: 2, include: ["p"] }, "include: works in one group; leave groups out"],
  [{ include: ["p"] }, "include: needs a beam; set beam to 5 or more"],
  [{ prefix: 3 as never }, "prefix 3: expected a text"],
  [{ minimumLength: 9, maximumLength: 4 }, "minimumLength 9: more than maximumLength 4"],
  [
    { minimumLengthRatio: 2, maximumLengthRatio: 1.5 },
    "minimumLengthRatio 2: more than maximumLengthRatio 1.5",
  ],
];

describe("options", () => {
  it.each(refused)("%j are refused", (options, message) => {
    expect(() => checkOptions(options)).toThrow(new ConfigError(message));
    expect(() => checkOptions(options)).toThrow(ConfigError);
  });

  it("are called what their giver calls them", () => {
    const nameOf = (key: string) => `--${key}`;
    expect(() => checkOptions({ beam: 0 }, nameOf)).toThrow("--beam 0: expected");
    expect(() => checkOptions({ sampling: { topP: 0 } }, nameOf)).toThrow("--sampling.topP 0: expected");
    expect(() => checkOptions({ include: ["p"] }, nameOf)).toThrow(
      new ConfigError("--include: needs a beam; set --beam to 5 or more"),
    );
    expect(() => checkOptions({ minimumLength: 2, maximumLength: 1 }, nameOf)).toThrow(
      new ConfigError("--minimumLength 2: more than --maximumLength 1"),
    );
  });

  it("may be left out, or be at the ends of what they may be", () => {
    const fine: readonly SearchOptions[] = [
      {},
      { beam: 1024, nBest: 1024, groups: 1024 },
      {
        beam: 1,
        nBest: 1,
        groups: 1,
        lengthPenalty: 0,
        coveragePenalty: 0,
        diversity: 0,
        repetitionPenalty: 0,
      },
      { lengthPenalty: "average", minimumLength: 0, minimumLengthRatio: 0, noRepeatNgram: 0 },
      { maximumLength: 1, maximumLengthRatio: 0 },
      { minimumLength: 3, maximumLength: 3, minimumLengthRatio: 0.5, maximumLengthRatio: 0.5 },
      { sampling: {}, nBest: 1024, include: [] },
      { sampling: { topK: 1, topP: 1, temperature: 0.01, seed: -5 } },
      { beam: 2, include: ["p"], exclude: ["q"], prefix: "" },
    ];
    for (const options of fine) expect(() => checkOptions(options)).not.toThrow();
  });

  it("are checked before a line is read, and a coverage penalty is refused where nothing is attended to", async () => {
    const runtime = await runtimes[0]!.open();
    const without = wildModel({ context: { kind: "fixed-initial" } });
    const translator = await createTranslator(without, runtime);
    await expect(translator.translate([], { beam: 0 })).rejects.toThrow("beam 0");
    await expect(translator.translate(["a"], { coveragePenalty: 0.2 })).rejects.toThrow(
      new ConfigError("coveragePenalty 0.2: the model has no attention; leave it out"),
    );
    await expect(translator.translate(["a"], { coveragePenalty: 0, maximumLength: 2 })).resolves.toHaveLength(
      1,
    );
    const ensemble = await createTranslator([without, wildModel()], runtime);
    await expect(ensemble.translate(["a"], { coveragePenalty: 0.2, maximumLength: 2 })).resolves.toHaveLength(
      1,
    );
  });
});
