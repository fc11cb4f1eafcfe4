import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../src/configuration/configuration.ts";
import { openTrainingCache } from "../src/jobs/prepare/training-cache.ts";
import { mixtureOf, readTrainingData } from "../src/jobs/training-data.ts";
import { encodeCorpus } from "../src/training/encoded-corpus.ts";
import { train } from "../src/training/train.ts";
import { henkan } from "./support/fake-terminal.ts";
import { reversals, tsv } from "./support/reversals.ts";
import { runtimes } from "./support/runtimes.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

async function folderOfPairs(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "pairs.tsv"), tsv(reversals(1500, 1)));
  return folder;
}

const tiny = [
  ...["--encoder.size", "16", "--encoder.embedding", "8", "--decoder.size", "16", "--decoder.embedding", "8"],
  ...["--training.epochs", "2", "--training.batchTokens", "300", "--runtime.threads", "1"],
];

describe("henkan prepare", () => {
  it("writes what henkan train --cache reads, to the same model as from memory", async () => {
    const folder = await folderOfPairs();
    const at = (name: string) => join(folder, name);
    const pairs = ["--pairs", at("pairs.tsv")];
    const prepared = await henkan(["prepare", ...pairs, "--out", at("cache")]);
    expect(prepared).toMatchObject({ exitCode: 0 });
    const path = join(at("cache"), "corpus.tokens");
    expect(prepared.stdout).toMatch(
      /^vocabulary {2}9 characters → 9 characters\ntokens {6}.*, 0\.0 MB: 1,4\d\d pairs\n$/,
    );
    expect(prepared.stderr).toContain(
      `${path}: the tokens of all pairs are written there, to be read while training\n`,
    );
    expect(prepared.stderr).toMatch(
      /\n2\/2 writing tokens {3}100 % {2}.* MB\/s\nread 1,500 pairs\nheld out /,
    );
    const before = await readFile(path);

    const cached = await henkan(["train", ...pairs, "--cache", at("cache"), "--out", at("cached"), ...tiny]);
    expect(cached.exitCode, cached.stderr).toBe(0);
    const memory = await henkan(["train", ...pairs, "--out", at("memory"), ...tiny]);
    expect(memory.exitCode, memory.stderr).toBe(0);
    expect(cached.stderr).toContain("read 1,500 pairs\nheld out ");
    expect(cached.stderr).not.toContain("corpus.tokens");
    const weights = (name: string) => readFile(join(at(name), "weights.safetensors"));
    expect((await weights("cached")).equals(await weights("memory"))).toBe(true);
    const record = async (name: string) => JSON.parse(await readFile(join(at(name), "config.json"), "utf8"));
    expect((await record("cached")).data).toEqual((await record("memory")).data);
    expect(before.equals(await readFile(path))).toBe(true);
  });

  it("is what henkan train does first where there is no cache yet", async () => {
    const folder = await folderOfPairs();
    const flags = ["--pairs", join(folder, "pairs.tsv"), "--out", join(folder, "model"), ...tiny];
    const run = await henkan(["train", ...flags, "--cache", join(folder, "model", "cache")]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(await readdir(join(folder, "model", "cache"))).toEqual(["corpus.tokens"]);
    const again = await henkan(["train", ...flags, "--cache", join(folder, "model", "cache")]);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(again.stderr).not.toContain("corpus.tokens");
  });

  it("says how many occurrences were not counted where there are more distinct tokens than memory is for", async () => {
    const folder = await folderOfPairs();
    const words = Array.from({ length: 2_000_001 }, (_, i) => i.toString(36));
    const lines = words.flatMap((_, i) =>
      i % 100 === 0 ? [`${words.slice(i, i + 100).join(" ")}\tw\n`] : [],
    );
    await writeFile(join(folder, "many.tsv"), lines.join(""));
    const run = await henkan([
      ...["prepare", "--pairs", join(folder, "many.tsv"), "--dev", join(folder, "pairs.tsv")],
      ...["--source.tokenizer", "words", "--target.tokenizer", "words", "--out", join(folder, "cache")],
    ]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain(
      "source: more distinct tokens than the 2 million that are counted: rare ones, seen 1,000,001 times in all, " +
        "had no part in the vocabulary\n",
    );
  });

  it("leaves nothing after Ctrl-C", async () => {
    const folder = await folderOfPairs();
    const run = await henkan(
      ["prepare", "--pairs", join(folder, "pairs.tsv"), "--out", join(folder, "cache")],
      {
        onNotice: (text, interrupt) => {
          if (text.includes("corpus.tokens")) interrupt();
        },
      },
    );
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain("stopping after these pairs; Ctrl-C again quits at once\n");
    expect(await readdir(folder)).not.toContain("cache");
  });

  it.each([
    [
      ["prepare"],
      "no pairs to train on: name a file with --pairs FILE.tsv, or as data.pairs in the configuration file\n",
    ],
    [
      ["prepare", "--pairs", "pairs.tsv"],
      "no folder for the tokens: name one with --out DIR, or as data.cache in the configuration file\n",
    ],
  ])("%j", async (args, message) => {
    expect(await henkan(args)).toEqual({ exitCode: 2, stdout: "", stderr: message });
  });

  it("says where it cannot write", async () => {
    const pairs = join(await folderOfPairs(), "pairs.tsv");
    const run = await henkan(["prepare", "--pairs", pairs, "--out", join(pairs, "cache")]);
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain(
      `\n${join(pairs, "cache")}: cannot be created: a part of the path is not a folder\n`,
    );
  });
});

it.each<[string, ConfigurationInput]>([
  ["windows", {}],
  ["windows of sources drawn alike often", { data: { temperature: 5 } }],
  ["subwords cut anew", bothSides({ tokenizer: "bpe", maximumVocabulary: 290, regularization: 0.3 })],
])("the same weights from a cache and from memory: %s", async (_, input) => {
  const folder = await folderOfPairs();
  await writeFile(join(folder, "few.tsv"), tsv(reversals(200, 2)));
  const configuration = parseConfiguration({
    encoder: { size: 8, embedding: 4 },
    decoder: { size: 8, embedding: 4 },
    ...input,
    data: {
      pairs: [{ pairs: join(folder, "pairs.tsv") }, { pairs: join(folder, "few.tsv") }],
      ...input.data,
    },
    training: { epochs: 2, batchTokens: 100 },
  });
  const memory = await readTrainingData(configuration);
  const cached = await openTrainingCache(configuration, folder, {}, { onNotice: () => {} });
  const runtime = await runtimes[0]!.open();
  const options = { dev: memory.dev.slice(0, 5), configuration, runtime, window: 256 };
  const mixture = mixtureOf(configuration, memory.findings!.sources);
  const corpus = encodeCorpus(configuration, memory.pairs, { mixture });
  const fromMemory = await train({ ...options, corpus });
  const fromCache = await train({ ...options, corpus: cached.corpus });
  cached.close();
  expect(fromCache.model.weights.values).toEqual(fromMemory.model.weights.values);
  const whole = await train({ ...options, corpus, window: 2 ** 20 });
  expect(whole.model.weights.values).not.toEqual(fromMemory.model.weights.values);
});

function bothSides(side: NonNullable<ConfigurationInput["source"]>): ConfigurationInput {
  return { source: side, target: side };
}
