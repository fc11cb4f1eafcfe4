import { describe, expect, it, test } from "vitest";
import { DivergenceError, HenkanError } from "../../src/errors.ts";
import { problemWords } from "../app/problem-words.ts";
import { RunProblem } from "../runs/notice.ts";
import { mergedConfiguration } from "../settings/merged-configuration.ts";
import { errorOf, failureOf } from "../worker/handler.ts";
import { japanese } from "./japanese.ts";
import { type AnyProblem, StudioError } from "./studio-problem.ts";
import { reasonOf, wordsOf } from "./words.ts";

const at = { path: "a.b", value: "給" };
const other = { path: "c.d", value: 531 };
const place = "pairs.tsv:37";
const file = "weights.safetensors";

/** What each kind is about: its words have to say all of it. */
const about: {
  readonly [Name in AnyProblem["kind"]]: Omit<Extract<AnyProblem, { readonly kind: Name }>, "kind" | "text">;
} = {
  unknownKey: { path: "a.b", nearest: "bb", known: ["bb"] },
  notOneOf: { ...at, values: ["x1", "x2"] },
  wrongType: { ...at, expected: "number" },
  tooSmall: { ...at, least: 531, isAllowed: true },
  tooLarge: { ...at, most: 531, isAllowed: false },
  unexpected: { ...at, expected: "one token" },
  withoutEffect: { ...at, found: [other], needed: [{ path: "e.f", expected: ["x1", "x2"] }] },
  odd: at,
  unequal: { ...at, one: { path: "g.h", value: 7 }, other },
  noDivisor: { ...at, of: other },
  otherStack: at,
  notJoint: at,
  symbolTaken: at,
  copiesSubwords: at,
  fewPieces: { ...at, fixed: 262 },
  unlikeTarget: { ...at, target: 531 },
  moreThanParts: { ...at, parts: 531 },
  noSuchParameter: { ...at, nearest: ["x1", "x2"] },
  allFrozen: at,
  fileNeeded: at,
  mixedDatasets: {},
  noPairFiles: {},
  otherRun: {},
  otherPairs: { file },
  tooManyPairs: { file, most: 531 },
  notUtf8: { place, byte: "0x93" },
  utf16: { place },
  unknownEncoding: { place, encoding: "KLINGON" },
  otherEncoding: { place, encoding: "EUC-JP" },
  loneReturns: { place },
  otherSeparator: { place, separator: ";" },
  noTab: { place, line: "“one”" },
  fewColumns: { place, columns: 3, needed: 531 },
  lonelySentences: { place, line: "“one”" },
  notJson: { place, line: "“one”", example: '{"source": "…"}' },
  openQuote: { place },
  strayQuote: { place },
  whichColumns: { place, known: "“a”, “b”" },
  noColumn: { place, column: "fr", known: "“a”, “b”" },
  severalColumns: { place, column: "fr", count: 531 },
  ankiSeparator: { place, separator: "xyz" },
  notXml: { place, reason: "unclosed root tag" },
  notGettext: { place, reason: "a second msgid" },
  missingFile: { file },
  unreadableFile: { file, reason: "HTTP 404" },
  damagedFile: { file },
  newerFormat: { file, format: 9, known: 531 },
  noRecord: { file, reason: "format: expected number" },
  noTokenizer: { file, reason: "tokenizer: no kind" },
  notFinite: { file, parameter: "encoder.bias" },
  otherLength: { file, found: 17, expected: 531 },
  allTooLong: { pairs: 17, source: 531, target: 202 },
  lossNotFinite: { update: 531 },
  diverged: { loss: 9.25, guessing: 4.125, learningRate: 0.5 },
  noAttention: {},
  weightCount: { found: 17, expected: 531 },
  noState: { number: 17, count: 531 },
  noUnit: { number: 17, count: 531 },
  trainingGoesOn: {},
  pairsGone: {},
  outOfMemory: { reason: "Array buffer allocation failed" },
  notGzip: { place },
  nothingChosen: {},
  unreadableChoice: { reason: "it was moved" },
  tooManyBytes: { megabytes: 531 },
  tooManyUnpacked: { megabytes: 531 },
  tooManyFiles: { most: 531 },
  severalModels: { count: 531 },
  notInside: { file },
  noZip: { reason: "invalid zip data" },
  damagedZip: { file },
  fileTwice: { file },
  unsafePath: { file },
  noPrivateFiles: {},
  trainingOver: {},
  unreadableRecord: {},
  newerRecord: { format: 9, known: 531 },
  noRunRecord: { reason: "name: expected string" },
  unwritableWord: { word: "給" },
};

/** The texts and numbers in what a problem is about, at any depth. */
function leaves(value: unknown): (string | number)[] {
  if (typeof value === "string" || typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

describe("problems that are data", () => {
  test.each(Object.entries(about))("%s is said in Japanese with all that it is about", (kind, facts) => {
    const problem = { kind, text: "in English", ...facts } as AnyProblem;
    const { text } = wordsOf({ message: "in English", problems: [problem] }, "ja");
    expect(text).toMatch(/[ぁ-ん].*。$/s);
    expect(text).not.toContain("in English");
    const said = leaves({ ...facts, ...(kind === "wrongType" && { expected: "数値" }) });
    for (const leaf of said) expect(text).toContain(typeof leaf === "number" ? leaf.toPrecision() : leaf);
    expect(wordsOf({ message: "in English", problems: [problem] }, "en").text).toBe("in English");
  });

  it("have words for no kind that does not exist", () => {
    expect(Object.keys(japanese).sort()).toEqual(Object.keys(about).sort());
  });

  it("are said all together; what there is only English of is marked", () => {
    const configuration = failureOf(
      thrown(() => mergedConfiguration({}, { encoder: { size: 3, layers: 0 } })),
    );
    expect(wordsOf(configuration, "ja")).toEqual({
      text: "encoder.layers 0：0 より大きくしてください。",
      english: [],
    });
    const segmenter = failureOf(
      thrown(() =>
        mergedConfiguration({}, { source: { segmenter: "not a locale" }, training: { epochs: 0 } }),
      ),
    );
    expect(wordsOf(segmenter, "ja")).toEqual({
      text:
        'source.segmenter "not a locale"：この値は使えません（a locale such as ja (BCP 47)）。\n' +
        "training.epochs 0：0 より大きくしてください。",
      english: ["a locale such as ja (BCP 47)"],
    });
    expect(wordsOf({ message: "something else", problems: [] }, "ja")).toEqual({
      text: "something else",
      english: ["something else"],
    });
  });

  it("reach the page from the worker, whatever their class", () => {
    const problem: AnyProblem = { kind: "lossNotFinite", text: "update 7: not finite", update: 7 };
    const crossed = errorOf(structuredClone(failureOf(new DivergenceError(problem))));
    expect([crossed.name, crossed.message]).toEqual(["DivergenceError", "update 7: not finite"]);
    expect(problemWords(crossed, "ja").text).toContain("更新7回目");
    const own = new StudioError({ kind: "trainingGoesOn", text: "a training goes on" });
    expect(problemWords(errorOf(structuredClone(failureOf(own))), "ja").text).toContain("すでに学習中");
  });

  it("are notices of runs, too, with their reasons in the reader's language", () => {
    const reason = {
      message: "a.json: it is missing",
      problems: [{ kind: "missingFile", text: "", file: "a.json" }],
    };
    const damaged = new RunProblem({ kind: "damaged", reason } as RunProblem["notice"]);
    for (const error of [damaged, errorOf(failureOf(damaged))]) {
      expect(problemWords(error, "en").text).toContain("(a.json: it is missing)");
      expect(problemWords(error, "ja")).toEqual({
        text: "この記録は壊れています（a.json がありません）。必要であればファイルをそのまま保存し、不要であれば削除してください。",
        english: [],
      });
    }
    const foreign = { kind: "noStore", reason: { message: "Denied by the browser", problems: [] } } as const;
    const { text, english } = problemWords(new RunProblem(foreign), "ja");
    expect(text).toContain(`（${english[0]}）`);
    expect(reasonOf(foreign.reason, "en")).toEqual({ text: "Denied by the browser", english: [] });
  });

  it.each([
    new RangeError("Array buffer allocation failed"),
    new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory"),
    new HenkanError("the wasm runtime cannot run the graph: failed", { cause: new Error("std::bad_alloc") }),
  ])("tell of a lack of memory with what helps: %s", (error) => {
    const failure = failureOf(error);
    expect(failure.problems).toMatchObject([{ kind: "outOfMemory" }]);
    expect(wordsOf(failure, "en").text).toContain("Close other tabs");
    expect(wordsOf(failure, "ja").text).toContain("メモリーが足りません");
    expect(failureOf(new RangeError("Invalid time value")).problems).toEqual([]);
  });
});

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
