import { describe, expect, it } from "vitest";
import type { HostTensors } from "../runtime/index.ts";
import { EOS, PAD, type Tokenizer, trainTokenizer, UNK } from "../text/index.ts";
import { readHypotheses, type SourceLine } from "./hypothesis.ts";

const words = trainTokenizer({ kind: "words" }, ["p q r s"]);
const [p, q, r] = [4, 5, 6];

const source: SourceLine = {
  line: "xyz",
  tokens: ["x", "y", "z"],
  ids: Int32Array.of(4, 5, 6, EOS),
  truncated: false,
  prefix: [],
};

interface Row {
  readonly ids: readonly number[];
  readonly score?: number;
  readonly logP?: readonly number[];
  /** For each step, the most attended source position; S is 5: the batch has a longer source. */
  readonly looks?: readonly number[];
}

/** The outputs of a search graph: one list of hypotheses for each sentence. */
function found(sentences: readonly (readonly Row[])[], withAttention = true): HostTensors {
  const [B, N, T, S] = [sentences.length, sentences[0]!.length, 4, 5];
  const rows = sentences.flat();
  const steps = rows.flatMap((row) => Array.from({ length: T }, (_, t) => ({ row, t })));
  const attention = steps.flatMap(({ row, t }) =>
    Array.from({ length: S }, (_, at) => (row.looks?.[t] === at ? 0.75 : 0.0625)),
  );
  return {
    ids: {
      dtype: "int32",
      shape: [B, N, T],
      data: Int32Array.from(steps, ({ row, t }) => row.ids[t] ?? PAD),
    },
    scores: { dtype: "float32", shape: [B, N], data: Float32Array.from(rows, ({ score = -1 }) => score) },
    logProbabilities: {
      dtype: "float32",
      shape: [B, N, T],
      data: Float32Array.from(steps, ({ row, t }) => row.logP?.[t] ?? -0.5),
    },
    ...(withAttention && {
      attention: { dtype: "float32", shape: [B, N, T, S], data: Float32Array.from(attention) },
    }),
  };
}

const read = (
  rows: readonly Row[],
  { of = source, target = words, replaceUnknown = false, withAttention = true } = {} as {
    of?: SourceLine;
    target?: Tokenizer;
    replaceUnknown?: boolean;
    withAttention?: boolean;
  },
) => readHypotheses(found([rows], withAttention), 0, { target }, of, replaceUnknown);

describe("a hypothesis", () => {
  it("is read up to </s>, with log P of each token and attention over the sentence's own source", () => {
    const [hypothesis, ...others] = read([
      { ids: [p, q, EOS], score: -0.25, logP: [-0.5, -0.25, -1, -99], looks: [2, 0, 3] },
    ]);
    expect(others).toEqual([]);
    const e = 0.0625;
    expect(hypothesis).toEqual({
      text: "p q",
      score: -0.25,
      logProbability: -1.75,
      tokens: ["p", "q"],
      tokenLogProbabilities: [-0.5, -0.25, -1],
      attention: [
        [e, e, 0.75, e],
        [0.75, e, e, e],
        [e, e, e, 0.75],
      ],
    });
  });

  it("may fill all steps, or be empty", () => {
    const [full, empty] = read([{ ids: [p, q, r, EOS] }, { ids: [EOS], score: -2, logP: [-3] }]);
    expect(full!.tokens).toEqual(["p", "q", "r"]);
    expect(full!.tokenLogProbabilities).toHaveLength(4);
    expect(empty).toMatchObject({ text: "", tokens: [], logProbability: -3, tokenLogProbabilities: [-3] });
  });

  it("has null for attention where the model has none", () => {
    expect(read([{ ids: [p, EOS] }], { withAttention: false })[0]!.attention).toBeNull();
  });

  it("is read for its own sentence of the batch", () => {
    const both = found([
      [{ ids: [p, EOS] }, { ids: [q, EOS] }],
      [
        { ids: [r, EOS], score: -3, logP: [-2, -4], looks: [1, 1] },
        { ids: [r, r, EOS], score: -4 },
      ],
    ]);
    const second = readHypotheses(both, 1, { target: words }, source);
    expect(second.map(({ text }) => text)).toEqual(["r", "r r"]);
    expect(second[0]).toMatchObject({ score: -3, tokenLogProbabilities: [-2, -4] });
    expect(second[0]!.attention![0]![1]).toBe(0.75);
  });
});

describe("hypotheses", () => {
  it("stand in order of score, each once, and those that do not exist are left out", () => {
    const hypotheses = read([
      { ids: [p, EOS], score: -3 },
      { ids: [], score: -1e30 },
      { ids: [q, EOS], score: -1 },
      { ids: [p, EOS], score: -3 },
      { ids: [p, p, EOS], score: -2 },
    ]);
    expect(hypotheses.map(({ text, score }) => [text, score])).toEqual([
      ["q", -1],
      ["p p", -2],
      ["p", -3],
    ]);
    expect(read([{ ids: [] }])).toEqual([]);
  });
});

describe("a copied token", () => {
  it("is the source's, at its place behind the vocabulary", () => {
    const V = words.vocabulary.size;
    const row = { ids: [V + 2, q, UNK, EOS], looks: [0, 0, 1, 3] };
    const [hypothesis] = read([row]);
    expect(hypothesis!.tokens).toEqual(["z", "q", "<unk>"]);
    expect(hypothesis!.text).toBe("z q <unk>");
    expect(read([row], { replaceUnknown: true })[0]!.text).toBe("z q y");
    const characters = trainTokenizer({ kind: "characters" }, ["pqrs"]);
    expect(read([row], { target: characters })[0]!.text).toBe("zq\uFFFD");
  });
});

describe("an unknown token", () => {
  const characters = trainTokenizer({ kind: "characters" }, ["pqrs"]);
  const unknown: Row = { ids: [p, UNK, UNK, EOS], looks: [0, 2, 3, 1] };

  it("is written <unk>", () => {
    const [hypothesis] = read([unknown]);
    expect(hypothesis!.tokens).toEqual(["p", "<unk>", "<unk>"]);
    expect(hypothesis!.text).toBe("p <unk> <unk>");
    expect(read([unknown], { target: characters })[0]!.text).toBe("p\uFFFD\uFFFD");
  });

  it("becomes the source token that was attended most, </s> not counted, if that is asked for", () => {
    const [hypothesis] = read([unknown], { replaceUnknown: true });
    expect(hypothesis!.tokens).toEqual(["p", "z", "x"]); // the third attends to </s> most, and to all else equally
    expect(hypothesis!.text).toBe("p z x");
    expect(hypothesis!.tokenLogProbabilities).toHaveLength(4);
    const [without] = read([unknown], { replaceUnknown: true, withAttention: false });
    expect(without!.text).toBe("p <unk> <unk>");
  });

  it("of a prefix stands as it was asked for", () => {
    const of = { ...source, prefix: ["p", "new"] };
    expect(read([unknown], { of })[0]!.text).toBe("p new <unk>");
    expect(read([unknown], { of, target: characters })[0]!.text).toBe("pnew\uFFFD");
    const [replaced] = read([unknown], { of, replaceUnknown: true });
    expect(replaced!.tokens).toEqual(["p", "new", "x"]);
    expect(replaced!.text).toBe("p new x");
  });
});
