import { describe, expect, it } from "vitest";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { RandomStream } from "../random.ts";
import type { HostTensors } from "../runtime/index.ts";
import { EOS, PAD } from "../text/index.ts";
import type { SearchOptions, TranslationRequest } from "./options.ts";
import { readRequest } from "./request.ts";
import { searchFeeds } from "./search-feeds.ts";
import { planFor } from "./search-plan.ts";

const model = wildModel({ target: { maximumLength: 50 } });
const [p, q, r, s] = [4, 5, 6, 7];
const [a, b, c] = model.source.encode("abc") as [number, number, number];

const read = (request: string | TranslationRequest, options: SearchOptions = {}) =>
  readRequest({ model }, request, options);

describe("the feeds of a batch", () => {
  /** Shapes and values of the feeds. */
  const fed = (requests: readonly (string | TranslationRequest)[], options: SearchOptions = {}) => {
    const lines = requests.map((request) => read(request, options));
    const feeds: HostTensors = searchFeeds(lines, planFor(options, lines));
    return Object.fromEntries(
      Object.entries(feeds).map(([name, { shape, data, dtype }]) => [
        name,
        { shape, dtype, data: Array.from(data as Int32Array, Number) },
      ]),
    );
  };

  it("are sources beside each other, padded behind </s>, and limits", () => {
    expect(fed(["ab", "c"], { maximumLength: 6, lengthPenalty: "average" })).toEqual({
      source: { dtype: "int32", shape: [3, 2], data: [a, c, b, EOS, EOS, PAD] },
      limit: { dtype: "int64", shape: [2], data: [7, 7] },
    });
  });

  it("are the numbers of each line", () => {
    const numbers = (alpha: number, options: SearchOptions) => {
      const all = { ...options, lengthPenalty: alpha };
      return { line: read("ab", all), plan: planFor(all, []) };
    };
    const penalised = { beam: 4, groups: 2, coveragePenalty: 0.5, diversity: 0.25, repetitionPenalty: 1.5 };
    const drawn = { sampling: { temperature: 2, topP: 0.75 } };
    const values = (options: SearchOptions) => {
      const [one, other] = [numbers(0.5, options), numbers(2, options)];
      const feeds: HostTensors = searchFeeds([one.line, other.line], one.plan);
      return Object.fromEntries(
        Object.entries(feeds).flatMap(([name, { data, shape }]) =>
          data instanceof Float32Array && shape[1] === 1 ? [[name, [...data]]] : [],
        ),
      );
    };
    expect(values(penalised)).toEqual({
      lengthPenalty: [0.5, 2],
      coveragePenalty: [0.5, 0.5],
      diversity: [0.25, 0.25],
      repetitionPenalty: [1.5, 1.5],
    });
    expect(values(drawn)).toEqual({ lengthPenalty: [0.5, 2], temperature: [2, 2], topP: [0.75, 0.75] });
  });

  it("are prefixes, padded behind, and least lengths", () => {
    const { prefix, minimum } = fed(
      [{ source: "ab", prefix: "p q r" }, "c", { source: "abc", prefix: "s" }],
      { minimumLengthRatio: 1 },
    );
    expect(prefix).toEqual({ dtype: "int64", shape: [3, 3], data: [p, PAD, s, q, PAD, PAD, r, PAD, PAD] });
    expect(minimum).toEqual({ dtype: "int64", shape: [3], data: [2, 1, 3] });
  });

  it("are phrases: padded behind if they are to occur, before if they are not", () => {
    const { include, exclude } = fed(
      [
        { source: "ab", include: ["p q r", "s"], exclude: ["q p"] },
        { source: "c", exclude: ["s", "p q", "r"] },
      ],
      { beam: 5 },
    );
    expect(include).toEqual({
      dtype: "int64",
      shape: [2, 2, 3],
      data: [p, q, r, s, PAD, PAD, PAD, PAD, PAD, PAD, PAD, PAD],
    });
    expect(exclude).toEqual({
      dtype: "int64",
      shape: [2, 3, 2],
      data: [q, p, PAD, PAD, PAD, PAD, PAD, s, p, q, PAD, r],
    });
  });

  it("are the numbers of a sampling: of 24 bits, keyed by seed, line and draw", () => {
    const options = { nBest: 2, maximumLength: 3, sampling: { seed: 9 } };
    const { uniform } = fed(["ab", "c"], options);
    expect(uniform!.shape).toEqual([4, 2, 2]);
    const number = (line: string, n: number, step: number) => {
      const random = new RandomStream(9, `sample ${line}`, n);
      let bits = 0;
      for (let u = 0; u <= step; u++) bits = random.uint32();
      return Math.floor(bits / 256) / 2 ** 24;
    };
    const lines = ["ab", "c"];
    expect(uniform!.data).toEqual(
      [0, 1, 2, 3].flatMap((step) => lines.flatMap((line) => [0, 1].map((n) => number(line, n, step)))),
    );
    const alone = fed(["c"], options).uniform!.data;
    expect(alone).toEqual(uniform!.data.filter((_, i) => i % 4 >= 2));
    expect(fed(["c"], { ...options, sampling: {} }).uniform!.data).not.toEqual(alone);
    expect(fed(["c"], { ...options, sampling: {} })).toEqual(
      fed(["c"], { ...options, sampling: { seed: 1 } }),
    );
  });

  it("are copies beside the sources of a model that may copy, padded behind", () => {
    const copying = copyingModel();
    const V = copying.target.vocabulary.size;
    const [knownA] = copying.target.encode("a") as [number];
    const lines = ["ab", "z"].map((line) => readRequest({ model: copying }, line, {}));
    expect(searchFeeds(lines, planFor({}, lines)).copies).toEqual({
      dtype: "int32",
      shape: [3, 2],
      data: Int32Array.of(knownA, V, V + 1, EOS, EOS, PAD),
    });
  });
});
