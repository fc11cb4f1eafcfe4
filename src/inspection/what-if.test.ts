import { describe, expect, it } from "vitest";
import { plainModel } from "../../test/support/plain-model.ts";
import { expectClose, sourceIds } from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { movedRow, withWeight } from "./attention-row.ts";
import type { Edit } from "./edits.ts";
import { SteppedDecoder } from "./stepped-decoder.ts";
import { tracedSearch } from "./traced-search.ts";
import { followOutput } from "./trail.ts";
import { continueFrom } from "./what-if.ts";

const model = wildModel({ seed: 21, words: "p q r s t u v", context: { score: "dot" }, endBias: 0 });
const loops = plainModel(model);
const lines = ["abc", "hgfedcba", "gab", "ahbgcf", "cafe", "bead", "dabhg"];
const options = { maximumLength: 9 };

/** The output, and the continuation of the graphs and of plain loops under the same changes. */
async function compare(line: string, edit: (original: readonly number[], rows: number[][]) => Edit) {
  const decoder = new SteppedDecoder(model, await runtimes[0]!.open());
  const [original] = (await tracedSearch(decoder, line, options)).hypotheses;
  const edits = [edit(original!.ids, original!.attention as number[][])];
  const { output, from } = await continueFrom(decoder, line, { ids: original!.ids, edits }, options);
  const expected = loops.greedy(sourceIds(model, line), 10, asPlain(edits[0]!));
  expect(output!.ids).toEqual(expected.ids);
  const logs = expected.ids.map((id, t) => Math.log(expected.steps[t]!.probabilities[id]!));
  expectClose(output!.tokenLogProbabilities, logs);
  expectClose(
    output!.attention!.flat(),
    expected.steps.flatMap(({ attention }) => attention),
  );
  expect(output!.ids.slice(0, from)).toEqual(original!.ids.slice(0, from));
  return output!.ids.join() !== original!.ids.join();
}

function asPlain(edit: Edit): Parameters<typeof loops.greedy>[2] {
  if (edit.kind === "force") return { force: { [edit.step]: edit.token } };
  if (edit.kind === "forbid") return { forbid: { [edit.step]: edit.token } };
  if (edit.kind === "attention") return { attention: { [edit.step]: edit.weights } };
  const { step, until = step, state, unit, value } = edit;
  return {
    states: (t, states) =>
      t < step || t > until
        ? states
        : states.with(
            state,
            states[state]!.map((x, u) => (unit === undefined || u === unit ? value : x)),
          ),
  };
}

const questions: Readonly<Record<string, Parameters<typeof compare>[1]>> = {
  "a word is forced": () => ({ kind: "force", step: 1, token: 9 }),
  "a word is forbidden": (ids) => ({ kind: "forbid", step: 1, token: ids[1]! }),
  "the first word is forbidden": (ids) => ({ kind: "forbid", step: 0, token: ids[0]! }),
  "one weight is set": (_, rows) => ({
    kind: "attention",
    step: 1,
    weights: withWeight(rows[1] ?? rows[0]!, 0, 0.9),
  }),
  "the row is moved": (_, rows) => ({ kind: "attention", step: 0, weights: movedRow(rows[0]!, 1) }),
  "h is held at zero": () => ({ kind: "clamp", step: 1, until: 3, state: 0, value: 0 }),
  "one unit of c is held": () => ({ kind: "clamp", step: 0, until: 9, state: 1, unit: 2, value: -3 }),
  "the attentional state is cleared once": () => ({ kind: "clamp", step: 1, state: 2, value: 0 }),
};

describe("what if", () => {
  it.each(Object.entries(questions))("%s: the continuation is that of plain loops", async (_, edit) => {
    let changed = 0;
    for (const line of lines) changed += Number(await compare(line, edit));
    expect(changed).toBeGreaterThan(0);
  });

  it("a beam continues from the change, too", async () => {
    const decoder = new SteppedDecoder(model, await runtimes[0]!.open());
    const beam = { ...options, beam: 4, nBest: 4 };
    const [original] = (await tracedSearch(decoder, "hgfedcba", beam)).hypotheses;
    const { trace, output, from } = await continueFrom(
      decoder,
      "hgfedcba",
      { ids: original!.ids, edits: [{ kind: "forbid", step: 1, token: original!.ids[1]! }] },
      beam,
    );
    expect(from).toBe(1);
    expect(output).toBe(trace.hypotheses[0]);
    for (const { ids } of trace.hypotheses) {
      expect(ids[0]).toBe(original!.ids[0]);
      expect(ids[1]).not.toBe(original!.ids[1]);
    }
  });

  it("no change gives the output itself", async () => {
    const decoder = new SteppedDecoder(model, await runtimes[0]!.open());
    const [original] = (await tracedSearch(decoder, "gab", options)).hypotheses;
    const { output } = await continueFrom(decoder, "gab", { ids: original!.ids, edits: [] }, options);
    expect(output!.ids).toEqual(original!.ids);
  });
});

describe("changes to what is not there", () => {
  const refuse = async (of: typeof model, edit: Edit, message: string) => {
    const decoder = new SteppedDecoder(of, await runtimes[0]!.open());
    const asked = { ids: [4, 5, 3], edits: [edit] };
    await expect(continueFrom(decoder, "gab", asked, options)).rejects.toThrow(message);
    await expect(followOutput(decoder, "gab", [4, 5, 3], asked)).rejects.toThrow(message);
  };

  it.each<[Edit, string]>([
    [
      { kind: "attention", step: 1, weights: [1, 0, 0] },
      "attention at step 1: 3 weights; expected 4, one for each source token and </s>",
    ],
    [{ kind: "clamp", step: 0, state: 3, value: 0 }, "state 3: the decoder has 3, counted from 0"],
    [{ kind: "clamp", step: 0, state: 0, unit: 6, value: 0 }, "unit 6: the state has 6, counted from 0"],
  ])("are refused: %j", (edit, message) => refuse(model, edit, message));

  it("are refused: attention where there is none", () =>
    refuse(
      wildModel({ context: { kind: "fixed-initial" } }),
      { kind: "attention", step: 0, weights: [0, 1, 0, 0] },
      "attention: the model has none; leave the change out",
    ));
});

describe("an output that is followed", () => {
  it("tells states, attention, alternatives and gates as plain loops do", async () => {
    const decoder = new SteppedDecoder(model, await runtimes[0]!.open());
    const [original] = (await tracedSearch(decoder, "hgfedcba", options)).hypotheses;
    const { ids } = original!;
    const weights = [0, 0, 0, 0, 0, 0, 0, 1, 0];
    const edits: Edit[] = [{ kind: "attention", step: 1, weights }];
    const trail = await followOutput(decoder, "hgfedcba", ids, { gates: true, edits, alternatives: 3 });
    const force = Object.fromEntries(ids.map((id, t) => [t, id]));
    const expected = loops.greedy(sourceIds(model, "hgfedcba"), 10, { force, attention: { 1: weights } });
    expect(trail.steps).toHaveLength(ids.length);
    trail.steps.forEach((step, t) => {
      const now = expected.steps[t]!;
      step.states.forEach((state, n) => expectClose(Array.from(state), now.states[n]!));
      expectClose(step.attention!, now.attention);
      expectClose(Array.from(step.gates![0]!.f!), now.gates.f);
      const order = now.probabilities.map((p, id) => [p, id] as const).sort(([p], [q]) => q - p);
      expect(step.alternatives.map(({ token }) => token)).toEqual(order.slice(0, 3).map(([, id]) => id));
      expectClose([step.written.probability], [now.probabilities[ids[t]!]!]);
      expect(step.written.text).toBe(model.target.vocabulary.token(ids[t]!));
    });
    expect(trail.encoderGates![0]).toHaveLength(2);
  });
});
