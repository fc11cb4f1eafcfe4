import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatEdits, type PageEdit, parseEdits } from "./page-edit.ts";

const step = fc.nat(99);
const edit: fc.Arbitrary<PageEdit> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("force" as const, "forbid" as const),
    step,
    text: fc.string({ minLength: 1, unit: "grapheme" }),
  }),
  fc.record({ kind: fc.constant("attention" as const), step, weights: fc.constant([0.25, 0.5, 0.25]) }),
  fc.record({
    kind: fc.constant("clamp" as const),
    step,
    until: step,
    state: fc.nat(5),
    unit: fc.nat(500),
    value: fc.constantFrom(0, -2.5, 1),
  }),
);

describe("edits in the address", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.array(edit), (edits) => {
        expect(parseEdits(formatEdits(edits))).toEqual(edits);
      }),
    );
  });

  it("hold a state as a whole, too", () => {
    const edits: PageEdit[] = [{ kind: "clamp", step: 1, until: 3, state: 0, value: 0 }];
    expect(formatEdits(edits)).toBe("clamp.1.3.0.all.0");
    expect(parseEdits("clamp.1.3.0.all.0")).toEqual(edits);
  });

  it("make rows that add up to 1", () => {
    expect(parseEdits("look.0.1,1,2")).toEqual([{ kind: "attention", step: 0, weights: [0.25, 0.25, 0.5] }]);
  });

  it.each([
    "",
    "look.1.",
    "look.0.-1,2",
    "look.0.0,0",
    "force.1.",
    "force.x.a",
    "clamp.1.2",
    "clamp.1.2.0.all.--",
    "force.1.%E3",
    "<script>",
  ])("leave out nonsense: %j", (text) => {
    expect(parseEdits(text)).toEqual([]);
    expect(parseEdits(`${text}~forbid.2.は`)).toEqual([{ kind: "forbid", step: 2, text: "は" }]);
  });
});
