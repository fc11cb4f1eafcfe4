import { describe, expect, it } from "vitest";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { ConfigError } from "../errors.ts";
import { EOS, UNK } from "../text/index.ts";
import type { SearchOptions, TranslationRequest } from "./options.ts";
import { checkWishes, readRequest } from "./request.ts";

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
});
