import { appendFile, mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { reversals } from "../../../test/support/reversals.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import {
  type Configuration,
  type ConfigurationInput,
  parseConfiguration,
} from "../../configuration/configuration.ts";
import { fingerprint, type Pair } from "../../data/index.ts";
import { ConfigError, DataError } from "../../errors.ts";
import { RandomStream } from "../../random.ts";
import { encodeCorpus } from "../../training/encoded-corpus.ts";
import { chooseTokenizers } from "../../training/tokenizers.ts";
import { mixtureOf, readTrainingData } from "../training-data.ts";
import type { PrepareProgress } from "./prepare-corpus.ts";
import { type CachedTrainingData, openTrainingCache } from "./training-cache.ts";

const tsv = (pairs: readonly Pair[]) => pairs.map(({ source, target }) => `${source}\t${target}\n`).join("");

/** Sentences of 2 to 8 words out of 40, some of them twice. */
function sentences(count: number, seed: number): Pair[] {
  const random = new RandomStream(seed, "sentences");
  const line = (letter: string) =>
    Array.from({ length: 2 + random.integer(7) }, () => `${letter}${random.integer(40)}`).join(" ");
  return Array.from({ length: count }, () => ({ source: line("s"), target: line("t") }));
}

let folder: string;
let path: string;
let notices: string[];
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, "cache", "corpus.tokens");
  notices = [];
  const pairs = sentences(900, 1);
  await writeFile(join(folder, "pairs.tsv"), `${tsv(pairs)}\n only\t\n${tsv(pairs.slice(0, 50))}`);
  await writeFile(join(folder, "more.tsv"), tsv(reversals(300, 2)));
  await writeFile(join(folder, "dev.tsv"), tsv(sentences(20, 3)));
});

const pairs = () => join(folder, "pairs.tsv");

function configured(input: ConfigurationInput = {}): Configuration {
  return parseConfiguration({ ...input, data: { pairs: pairs(), ...input.data } });
}

async function open<T>(
  configuration: Configuration,
  use: (data: CachedTrainingData) => T,
  options: { signal?: AbortSignal; onProgress?: (progress: PrepareProgress) => void } = {},
): Promise<T> {
  const onNotice = (line: string) => void notices.push(line);
  const data = await openTrainingCache(configuration, join(folder, "cache"), {}, { onNotice, ...options });
  try {
    return use(data);
  } finally {
    data.close();
  }
}

describe("a corpus in a cache is the one that is read into memory", () => {
  const words = { tokenizer: "words" } as const;
  const sources = () => [
    { pairs: pairs(), tag: "<2t>" },
    { pairs: join(folder, "more.tsv"), name: "letters" },
  ];
  it.each<[string, () => ConfigurationInput]>([
    ["as it comes", () => ({})],
    [
      "rare words unknown",
      () => ({ source: { ...words, minimumCount: 30 }, target: { ...words, lowercase: true } }),
    ],
    ["a joint vocabulary of subwords", () => ({ vocabulary: "joint", ...bothSides({ tokenizer: "bpe" }) })],
    ["pairs that are too long", () => ({ source: { ...words, maximumLength: 5 } })],
    [
      "a dev file, overlap and duplicates",
      () => ({
        data: {
          dev: join(folder, "dev.tsv"),
          test: pairs(),
          clean: { duplicates: "drop", minimumCharacters: 12 },
        },
      }),
    ],
    [
      "two sources, drawn alike often",
      () => ({
        data: { pairs: sources(), temperature: 5 },
        source: { maximumLength: 7 },
      }),
    ],
    ["two sources, each pair once", () => ({ data: { pairs: sources() } })],
  ])("%s", async (_, input) => {
    const configuration = configured(input());
    const memory = await readTrainingData(configuration);
    const chosen = chooseTokenizers(configuration, memory.pairs);
    const mixture = mixtureOf(configuration, memory.findings!.sources);
    const corpus = encodeCorpus(chosen, memory.pairs, { mixture });
    await open(configuration, (cached) => {
      const {
        pairs: count,
        fingerprint: print,
        corpus: read,
        cache,
        isNew,
        forgotten,
        close: _,
        ...rest
      } = cached;
      const { pairs: all, ...expected } = memory;
      expect(rest).toEqual(expected);
      expect([count, print, cache, isNew]).toEqual([all.length, fingerprint(all), path, true]);
      expect(forgotten).toEqual({ source: 0, target: 0 });
      expect(read.skipped).toEqual(corpus.skipped);
      expect(read.mixture).toEqual(corpus.mixture);
      expect(read.source.toJSON()).toEqual(corpus.source.toJSON());
      expect(read.target.toJSON()).toEqual(corpus.target.toJSON());
      expect(read.source === read.target).toBe(configuration.vocabulary === "joint");
      expect(read.examples.count).toBe(corpus.examples.count);
      for (let index = 0; index < corpus.examples.count; index++) {
        expect(read.examples.example(index)).toEqual(corpus.examples.example(index));
      }
    });
    expect(notices).toEqual([
      `${path}: the tokens of all pairs are written there, to be read while training`,
    ]);
  });

  function bothSides(side: NonNullable<ConfigurationInput["source"]>): ConfigurationInput {
    return { source: side, target: side };
  }
});

it("has the same bytes for any number of threads", async () => {
  await writeFile(pairs(), tsv(sentences(80_000, 4)));
  const bytes: Buffer[] = [];
  for (const threads of [1, 3]) {
    await writeFile(join(folder, "cache", "corpus.tokens"), "").catch(() => mkdir(join(folder, "cache")));
    await open(
      configured({ runtime: { threads }, target: { tokenizer: "bpe", maximumVocabulary: 400 } }),
      () => {},
    );
    bytes.push(await readFile(path));
  }
  expect(bytes[0]!.equals(bytes[1]!)).toBe(true);
});

describe("a cache that is there", () => {
  const words = { source: { tokenizer: "words" }, target: { tokenizer: "words" } } as const;
  const again = async (input: ConfigurationInput = words) => {
    notices = [];
    await open(configured(input), () => {});
    return notices;
  };
  beforeEach(() => open(configured(words), () => {}));

  it("is used where files and settings are the same, also when the files were only touched", async () => {
    const before = await readFile(path);
    await utimes(pairs(), 1, 1);
    expect(await again()).toEqual([]);
    expect(await again({ ...words, training: { epochs: 3 }, encoder: { size: 32 } })).toEqual([]);
    expect(before.equals(await readFile(path))).toBe(true);
  });

  it("is made again for other settings", async () => {
    expect(await again({ ...words, target: { tokenizer: "words", lowercase: true } })).toEqual([
      `${path}: made with other settings: target.lowercase was false and is true; it is made again`,
    ]);
    expect(
      await again({ ...words, training: { seed: 7 }, target: { tokenizer: "words", lowercase: true } }),
    ).toEqual([`${path}: made with other settings: training.seed was 1 and is 7; it is made again`]);
  });

  it("is made again for other pairs", async () => {
    await appendFile(pairs(), "new\tpair\n");
    expect(await again()).toEqual([
      `${path}: made of other pairs: ${pairs()} is not what ${pairs()} was; it is made again`,
    ]);
    await open(configured(words), ({ pairs: count, dev }) => expect(count + dev.length).toBe(951));
  });

  it("is made again where it is damaged, of another version or another file", async () => {
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, -1));
    expect(await again()).toEqual([
      `${path}: the token cache is damaged: its end is not as it was written; it is made again`,
    ]);
    expect(bytes.equals(await readFile(path))).toBe(true);
    bytes.writeUInt32LE(2, 8);
    await writeFile(path, bytes);
    expect(await again()).toEqual([
      `${path}: a token cache of version 2: expected version 1; it is made again`,
    ]);
    await writeFile(path, "source\ttarget\n");
    expect(await again()).toEqual([`${path}: not a token cache of henkan; it is made again`]);
  });

  it("takes other dev and test pairs of files, of whose overlap nothing is known then", async () => {
    const withTest = { ...words, data: { test: pairs() } };
    expect(await again(withTest)).toEqual([]);
    await open(configured(withTest), ({ test, findings }) => {
      expect(test).toHaveLength(950);
      expect(findings!.overlap).toEqual({ dev: null, test: null });
    });
  });

  it("stays as it is where the work is ended, or its files cannot be read", async () => {
    const before = await readFile(path);
    const controller = new AbortController();
    const steps = new Set<string>();
    const stopped = open(configured({ source: { tokenizer: "characters" } }), () => {}, {
      signal: controller.signal,
      onProgress: ({ step }) => {
        steps.add(step);
        if (step === "encoding") controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    expect([...steps]).toEqual(["counting", "encoding"]);
    await appendFile(pairs(), "no tab\n");
    await expect(again()).rejects.toThrow(`${pairs()}:953: "no tab" has no tab`);
    expect(before.equals(await readFile(path))).toBe(true);
    expect(await readdir(join(folder, "cache"))).toEqual(["corpus.tokens"]);
  });
});

describe("what no cache is made of", () => {
  it("a decoder that copies", async () => {
    await expect(open(configured({ decoder: { copying: true } }), () => {})).rejects.toThrow(
      new ConfigError(
        "decoder.copying true: a token cache does not hold the text of unknown tokens, which copying needs: leave it " +
          "out, or train without data.cache",
      ),
    );
  });

  it("pairs that are all too long, of one source, or none", async () => {
    const short = { source: { tokenizer: "words", maximumLength: 1 } } as const;
    await expect(open(configured(short), () => {})).rejects.toThrow(
      new DataError(
        `there is nothing to train on: of 931 pairs 931 are longer than source.maximumLength 1 or target.maximumLength 200`,
      ),
    );
    await writeFile(pairs(), "a\tb\na\tc\n");
    await expect(open(configured(), () => {})).rejects.toThrow(
      new DataError(
        `${pairs()}: all pairs have the same source: expected two at least, one to train on and one to hold out; or ` +
          "name a file of dev pairs as data.dev",
      ),
    );
    await writeFile(pairs(), "\n");
    await expect(open(configured(), () => {})).rejects.toThrow(`${pairs()}: no pairs`);
    expect(await readdir(folder)).not.toContain("cache");
  });
});
