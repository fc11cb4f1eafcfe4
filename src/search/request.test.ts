import { describe, expect, it } from "vitest";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { ConfigError } from "../errors.ts";
import { RandomStream } from "../random.ts";
import type { HostTensors } from "../runtime/index.ts";
import { EOS, PAD, UNK } from "../text/index.ts";
import type { SearchOptions, TranslationRequest } from "./options.ts";
import { checkWishes, planFor, readRequest, searchFeeds } from "./request.ts";

/** A model that reads at most ten letters. */
const model = wildModel({ target: { maximumLength: 50 } });
const [p, q, r, s] = [4, 5, 6, 7];
const [a, b, c] = model.source.encode("abc") as [number, number, number];

const read = (request: string | TranslationRequest, options: SearchOptions = {}) =>
  readRequest({ model }, request, options);

describe("a request", () => {
  it("is a line in tokens and ids, with </s>, and asks for nothing", () => {
    expect(read("cabz")).toEqual({
      line: "cabz",
      tokens: ["c", "a", "b", "z"],
      ids: Int32Array.of(c, a, b, UNK, EOS),
      otherIds: [],
      truncated: false,
      prefix: [],
      limit: 51,
      minimum: 0,
      prefixIds: [],
      include: [],
      exclude: [],
      seed: 1,
      numbers: {
        lengthPenalty: 1,
        coveragePenalty: 0,
        diversity: 0.5,
        temperature: 1,
        topP: 1,
        repetitionPenalty: 1,
      },
    });
  });

  it("is cut where it is longer than the model reads", () => {
    const { line, tokens, ids, truncated } = read("abcabcabcabc");
    expect({ line, tokens: tokens.join(""), truncated }).toEqual({
      line: "abcabcabcabc",
      tokens: "abcabcabca",
      truncated: true,
    });
    expect(ids).toHaveLength(11);
    expect(ids.at(-1)).toBe(EOS);
    expect(read("abcabcabca").truncated).toBe(false);
  });

  it("has a limit: that of the options, by default some tokens for each of the source, and one for </s>", () => {
    expect(read("ab").limit).toBe(27 + 16 + 1);
    expect(read("ab", { maximumLength: 7 }).limit).toBe(8);
    expect(read("ab", { maximumLength: 49 }).limit).toBe(49 + 1);
    expect(read("ab", { maximumLength: 90 }).limit).toBe(90 + 1); // more than the target.maximumLength of training
    expect(read("abc").limit).toBe(51);
    expect(read("abc", { maximumLengthRatio: 1.5 }).limit).toBe(5 + 1);
    expect(read("abc", { maximumLengthRatio: 1.5, maximumLength: 4 }).limit).toBe(4 + 1);
    expect(read("abc", { maximumLengthRatio: 100 }).limit).toBe(300 + 1);
    expect(read("abc", { maximumLengthRatio: 0 }).limit).toBe(1 + 1);
    expect(read("abcabcabcabc", { maximumLengthRatio: 1 }).limit).toBe(10 + 1);
  });

  it("has a least length, by number or by ratio, that the limit allows", () => {
    expect(read("abc", { minimumLength: 3 }).minimum).toBe(3);
    expect(read("abc", { minimumLengthRatio: 0.4 }).minimum).toBe(2);
    expect(read("abc", { minimumLength: 3, minimumLengthRatio: 0.4 }).minimum).toBe(3);
    expect(read("abc", { minimumLength: 1, minimumLengthRatio: 0.4 }).minimum).toBe(2);
    expect(read("abc", { minimumLength: 4, maximumLength: 4 }).minimum).toBe(4);
  });

  it("has a prefix and phrases, its own in place of the options'", () => {
    const options = { beam: 5, prefix: "q", include: ["p"], exclude: ["r", "s p"] };
    const common = read("abc", options);
    expect(common.prefix).toEqual(["q"]);
    expect([common.prefixIds, common.include, common.exclude]).toEqual([[q], [[p]], [[r], [s, p]]]);
    const own = read({ source: "abc", prefix: "s new", include: ["q r", "s"], exclude: [] }, options);
    expect(own.prefix).toEqual(["s", "new"]);
    expect([own.prefixIds, own.include, own.exclude]).toEqual([[s, UNK], [[q, r], [s]], []]);
  });

  it("leaves out of what is kept out what is never written anyway", () => {
    expect(read("abc", { exclude: ["new", "p new", "q"] }).exclude).toEqual([[q]]);
  });

  it("is refused where it asks for what no output has", () => {
    const include = (phrases: readonly string[], options: SearchOptions = {}) =>
      read({ source: "ab", include: phrases }, { beam: 5, ...options });
    expect(() => include(["p q", "r new"])).toThrow(
      new ConfigError('include "r new": the model cannot write "new", which is not in its target vocabulary'),
    );
    expect(() => include(["p", " "])).toThrow(new ConfigError('include " ": expected some text'));
    expect(() => include(["p", "q r s p"], { maximumLength: 3 })).toThrow(
      new ConfigError(
        'include "q r s p": 4 tokens are more than the 3 that maximumLength 3 allows an output of "ab"',
      ),
    );
    expect(include(["p q", "r s"], { maximumLength: 4 }).include).toHaveLength(2);
    expect(() => include(["<s>"])).toThrow('the model cannot write "<s>"');
    expect(() => read({ source: "ab", include: ["p"] })).toThrow(
      new ConfigError("include: needs a beam; set beam to 5 or more"),
    );
    expect(() => include(["p"], { beam: 4, groups: 2 })).toThrow("include: works in one group");
    expect(() => read({ source: "ab", prefix: 3 as never })).toThrow(
      new ConfigError("prefix 3: expected a text"),
    );
  });
});

describe("wishes that contradict each other are refused, both named", () => {
  const refused: readonly [
    what: string,
    request: Partial<TranslationRequest>,
    options: SearchOptions,
    message: string,
  ][] = [
    [
      "a minimum above a maximum",
      {},
      { minimumLength: 9, maximumLength: 4 },
      "minimumLength 9: more than maximumLength 4",
    ],
    [
      "a minimum above the default limit",
      {},
      { minimumLength: 44 },
      'minimumLength 44: more than the 43 that an output of "ab" has at most by default; give maximumLength, too',
    ],
    [
      "a minimum above a maximum by ratio",
      {},
      { minimumLength: 5, maximumLengthRatio: 2 },
      'minimumLength 5: more than the 4 that maximumLengthRatio 2 allows an output of "ab"',
    ],
    [
      "a minimum by ratio above a maximum",
      {},
      { minimumLengthRatio: 3, maximumLength: 5 },
      'minimumLengthRatio 3: 6 tokens are more than the 5 that maximumLength 5 allows an output of "ab"',
    ],
    [
      "ratios",
      {},
      { minimumLengthRatio: 3, maximumLengthRatio: 2 },
      "minimumLengthRatio 3: more than maximumLengthRatio 2",
    ],
    [
      "a prefix longer than the maximum",
      { prefix: "p q r" },
      { maximumLength: 2 },
      'prefix "p q r": 3 tokens are more than the 2 that maximumLength 2 allows an output of "ab"',
    ],
    [
      "a prefix with what is excluded",
      { prefix: "p q r", exclude: ["q r"] },
      {},
      'prefix "p q r": it has what exclude "q r" keeps out',
    ],
    [
      "a prefix of the line with what all exclude",
      { prefix: "p q r" },
      { exclude: ["s", "q r"] },
      'prefix "p q r": it has what exclude "q r" keeps out',
    ],
    [
      "an inclusion with what is excluded",
      { include: ["s", "p q"], exclude: ["q"] },
      { beam: 5 },
      'include "p q": it has what exclude "q" keeps out',
    ],
    ["nothing to exclude", { exclude: [" "] }, {}, 'exclude " ": expected some text'],
  ];

  it.each(refused)("%s", (_, request, options, message) => {
    expect(() => read({ source: "ab", ...request }, options)).toThrow(new ConfigError(message));
  });

  it("and what only seems to contradict is not", () => {
    expect(read("ab", { minimumLength: 43 }).minimum).toBe(43);
    expect(read("ab", { minimumLength: 60, maximumLength: 60 }).minimum).toBe(60);
    expect(read({ source: "ab", prefix: "p q", exclude: ["q p"] }).exclude).toEqual([[q, p]]);
    expect(read({ source: "ab", prefix: "p q", exclude: [] }, { exclude: ["q"] }).exclude).toEqual([]);
    expect(read("", { minimumLengthRatio: 1, maximumLength: 3 }).minimum).toBe(0);
  });

  it("an option is called what its giver calls it, and a request's own wish as the request does", () => {
    const nameOf = (key: string) => `--${key}`;
    const ask = (request: string | TranslationRequest, options: SearchOptions) => () =>
      readRequest({ model, nameOf }, request, options);
    expect(ask("ab", { prefix: "p q", exclude: ["q"] })).toThrow(
      new ConfigError('--prefix "p q": it has what --exclude "q" keeps out'),
    );
    expect(ask({ source: "ab", prefix: "p q" }, { exclude: ["q"] })).toThrow(
      new ConfigError('prefix "p q": it has what --exclude "q" keeps out'),
    );
  });

  it("what holds whatever the line is refused before there is one", () => {
    const check = (options: SearchOptions) => () => checkWishes({ model }, options);
    expect(check({ prefix: "p q", exclude: ["q"] })).toThrow(
      'prefix "p q": it has what exclude "q" keeps out',
    );
    expect(check({ prefix: "p q", maximumLength: 1 })).toThrow(
      new ConfigError('prefix "p q": 2 tokens are more than the 1 that maximumLength 1 allows an output'),
    );
    expect(check({ beam: 5, include: ["p q r"], maximumLength: 2 })).toThrow(
      'include "p q r": 3 tokens are more',
    );
    expect(check({ beam: 5, include: ["new"] })).toThrow('include "new": the model cannot write "new"');
    expect(check({ prefix: "p q r" })).not.toThrow();
  });
});

describe("a request to a model that may copy", () => {
  const copying = copyingModel();
  const V = copying.target.vocabulary.size;
  const [knownA, knownC, knownP] = copying.target.encode("a c p") as [number, number, number];

  it("tells what each source token is copied as, and has ids for what the source alone has", () => {
    const request = {
      source: "zab",
      prefix: "z new",
      include: ["z a", "p a"],
      exclude: ["b", "b new", "c z"],
    };
    expect(readRequest({ model: copying }, request, { beam: 5 })).toMatchObject({
      copies: Int32Array.of(V, knownA, V + 2, EOS),
      prefix: ["z", "new"],
      prefixIds: [V, UNK],
      include: [
        [V, knownA],
        [knownP, knownA],
      ],
      exclude: [[V + 2], [knownC, V]],
    });
  });

  it("is refused where it asks for what neither vocabulary nor source has: what is cut is not read", () => {
    const ask = () =>
      readRequest({ model: copying }, { source: "abcabcabcab", include: ["p d"] }, { beam: 5 });
    expect(ask).toThrow(
      new ConfigError(
        'include "p d": the model cannot write "d", which is neither in its target vocabulary nor in the source',
      ),
    );
    const cut = () => readRequest({ model: copying }, { source: "aaaaaaaaaad", include: ["d"] }, { beam: 5 });
    expect(cut).toThrow('the model cannot write "d"');
  });

  it("feeds copies beside the sources, padded behind", () => {
    const lines = ["ab", "z"].map((line) => readRequest({ model: copying }, line, {}));
    expect(searchFeeds(lines, planFor({}, lines)).copies).toEqual({
      dtype: "int32",
      shape: [3, 2],
      data: Int32Array.of(knownA, V, V + 1, EOS, EOS, PAD),
    });
  });
});

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
});
