import { describe, expect, it } from "vitest";
import { wildModel } from "../../test/support/wild-model.ts";
import type { SearchOptions, TranslationRequest } from "./options.ts";
import { readRequest } from "./request.ts";
import { planFor } from "./search-plan.ts";

const model = wildModel({ target: { maximumLength: 50 } });

const read = (request: string | TranslationRequest, options: SearchOptions = {}) =>
  readRequest({ model }, request, options);

describe("a plan", () => {
  it("is by default that of greedy search", () => {
    expect(planFor({}, [read("abc")])).toEqual({
      slots: 1,
      nBest: 1,
      lengthPenalty: "power",
      coveragePenalty: false,
      penalties: [],
      bans: [],
      groups: 1,
      minimum: false,
      prefix: false,
      include: false,
      exclude: 0,
    });
    const { slots, sampling } = planFor({ nBest: 3, sampling: {} }, [read("abc")]);
    expect(slots).toBe(3);
    expect(sampling).toEqual({ nucleus: false });
  });

  it("is what the options say", () => {
    const options = {
      beam: 6,
      nBest: 2,
      lengthPenalty: "average",
      coveragePenalty: 0.3,
      repetitionPenalty: 1.2,
      noRepeatNgram: 3,
      groups: 2,
    } as const;
    expect(planFor(options, [read("abc")])).toMatchObject({
      slots: 6,
      nBest: 2,
      lengthPenalty: "average",
      coveragePenalty: true,
      penalties: ["repetitionPenalty"],
      bans: [["noRepeatNgram", 3]],
      groups: 2,
    });
    const sampling = { temperature: 0.5, topK: 4, topP: 0.9, seed: 4 };
    expect(planFor({ nBest: 5, sampling }, []).sampling).toEqual({ topK: 4, nucleus: true });
  });

  it("is the same for numbers that do not shape the graph", () => {
    const planOf = (n: number) =>
      JSON.stringify([
        planFor(
          {
            ...{ beam: 4, groups: 2, lengthPenalty: n, coveragePenalty: n, diversity: n },
            repetitionPenalty: 1 + n,
          },
          [],
        ),
        planFor({ sampling: { temperature: n, topP: n, seed: n } }, []),
      ]);
    expect(planOf(0.3)).toBe(planOf(0.7));
  });

  it("has what any of the lines asks for", () => {
    const plan = planFor({ beam: 5 }, [
      read("abc"),
      read({ source: "ab", prefix: "p" }),
      read({ source: "ab", include: ["p"] }, { beam: 5 }),
      read({ source: "ab", exclude: ["p q", "r s p"] }),
      read("ab", { minimumLength: 1 }),
    ]);
    expect(plan).toMatchObject({ prefix: true, include: true, exclude: 3, minimum: true });
  });
});
