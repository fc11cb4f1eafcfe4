import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../src/cli/command-table.ts";
import { nameOf } from "../src/cli/flags/flag.ts";
import { folderOfFiles } from "./support/command-files.ts";
import { henkan } from "./support/fake-terminal.ts";

/** A flag tried: arguments with it, where it must change something, beside the same without it. "@x" is a file. */
interface Trial {
  /** The flag and its value. */
  readonly on: readonly string[];
  /** What stands beside it, in place of the command's usual arguments. */
  readonly beside?: readonly string[];
  /** Whether the same was run before without it, in the same folder. */
  readonly again?: true;
  /** A value that is refused, where any text can be read; null where every text is right. */
  readonly refused?: readonly string[] | null;
}

interface Trials {
  readonly usual: readonly string[];
  readonly flags: Readonly<Record<string, Trial>>;
}

const nowhere = "@nowhere";
const missing = (flag: string) => [flag, nowhere];
const translateUsual = ["@model", "--input", "@lines"];
const jsonl = [...translateUsual, "--output-format", "jsonl"];
const ofModel = ["@model", "--pairs", "@scored.tsv", "--bootstrap", "0"];
const ofFile = ["--hypotheses", "@hyp", "--references", "@ref", "--bootstrap", "0"];
/** Of how pairs are read: what stands before and behind the file. */
const readings = (before: readonly string[], behind: readonly string[] = []): Trials["flags"] => ({
  format: { on: ["--format", "csv"], beside: [...before, "@pairs-table", ...behind] },
  columns: { on: ["--columns", "2,1"], beside: [...before, "@pairs.tsv", ...behind] },
  header: { on: ["--header", "yes"], beside: [...before, "@pairs.tsv", ...behind] },
});
const clean = ["@dirty.tsv", "--out", "@clean.tsv"];
const tiny = [
  "--encoder.size=4",
  "--encoder.embedding=3",
  "--decoder.size=4",
  "--decoder.embedding=5",
  "--source.tokenizer=characters",
  "--target.tokenizer=characters",
  "--runtime.threads=1",
];
const trainUsual = [
  "--pairs",
  "@pairs.tsv",
  "--dev",
  "@dev.tsv",
  "--out",
  "@out",
  "--training.epochs=1",
  ...tiny,
];
const prepareUsual = ["--pairs", "@pairs.tsv", "--out", "@out", ...tiny];
const arms = ["--comparison.arms=[fixed-initial, dot]", "--comparison.updates=2", "--training.epochs=1"];
const comparePairs = ["--pairs", "@pairs.tsv", "--dev", "@dev.tsv", "--test", "@scored.tsv"];
const compareUsual = ["--preset", "@compare.yaml", ...comparePairs, "--out", "@out", ...arms, ...tiny];

/** Of a search: the words that each trial changes are found by running the model, see `untilChanged`. */
const search: Trials["flags"] = {
  beam: { on: ["--beam", "5"] },
  lengthPenalty: { on: ["--length-penalty", "3"], beside: [...jsonl, "--beam", "4"] },
  coveragePenalty: { on: ["--coverage-penalty", "3"], beside: [...jsonl, "--beam", "4"] },
  minimumLength: { on: ["--min-length", "7"] },
  minimumLengthRatio: { on: ["--min-length-ratio", "4"] },
  maximumLength: { on: ["--max-length", "1"] },
  maximumLengthRatio: { on: ["--max-length-ratio", "0.2"] },
  sample: { on: ["--sample"] },
  temperature: { on: ["--temperature", "30"], beside: [...translateUsual, "--sample"] },
  topK: { on: ["--top-k", "1"], beside: [...translateUsual, "--sample"] },
  topP: { on: ["--top-p", "0.1"], beside: [...translateUsual, "--sample"] },
  seed: { on: ["--seed", "5"], beside: [...translateUsual, "--sample"] },
  repetitionPenalty: { on: ["--repetition-penalty", "50"] },
  noRepeatNgram: { on: ["--no-repeat-ngram", "1"] },
  groups: { on: ["--groups", "2"], beside: [...jsonl, "--beam", "4", "--n-best", "4"] },
  diversity: {
    on: ["--diversity", "40"],
    beside: [...jsonl, "--beam", "4", "--n-best", "4", "--groups", "2"],
  },
  prefix: { on: ["--prefix", "s s"], refused: null },
  include: {
    on: ["--include", "s"],
    beside: [...translateUsual, "--beam", "5"],
    refused: ["--include", "zzz"],
  },
  exclude: { on: ["--exclude", "p"], refused: null },
  replaceUnknown: { on: ["--replace-unknown"], beside: ["@unknowing", "--input", "@lines"] },
};

/** So many that a notice tells of it: outputs are the same for any number. */
const replicas: Trial = { on: ["--replicas", "1000"] };

/** The same of `evaluate`, whose model writes for the sources of pairs and is scored by all its outputs. */
const evaluateSearch = Object.fromEntries(
  Object.entries(search).map(([key, { on, refused, beside = [] }]): [string, Trial] => {
    const others = beside.slice(beside.indexOf("@lines") + 1).filter((arg, i, all) => {
      const isFormat = arg === "--output-format" || all[i - 1] === "--output-format";
      return !isFormat && arg !== "--n-best" && all[i - 1] !== "--n-best";
    });
    const model = beside[0] === "@unknowing" ? "@unknowing" : "@model";
    const usual = [model, "--pairs", "@scored.tsv", "--bootstrap", "0", "--worst", "40"];
    return [key, { on, beside: [...usual, ...others], ...(refused !== undefined && { refused }) }];
  }),
);

const common = (failing: readonly string[], noisy: readonly string[]): Trials["flags"] => ({
  quiet: { on: ["--quiet"], beside: noisy },
  debug: { on: ["--debug"], beside: failing },
});

const trials: Readonly<Record<string, Trials>> = {
  train: {
    usual: trainUsual,
    flags: {
      pairs: { on: ["--pairs", "@scored.tsv"], refused: missing("--pairs") },
      dev: { on: ["--dev", "@scored.tsv"], refused: missing("--dev") },
      test: { on: ["--test", "@scored.tsv"], refused: missing("--test") },
      ...readings(["--pairs"], trainUsual.slice(4)),
      out: { on: ["--out", "@elsewhere"], refused: ["--out", "@lines"] },
      from: {
        on: ["--from", "@model"],
        beside: trainUsual.filter((arg) => !/coder|tokenizer/.test(arg)),
        refused: missing("--from"),
      },
      cache: { on: ["--cache", "@cache"], refused: ["--cache", "@lines"] },
      seed: { on: ["--seed", "7"] },
      vocabulary: { on: ["--vocabulary", "joint"] },
      tensorboard: { on: ["--tensorboard"] },
      restart: { on: ["--restart"], again: true },
      ...common(["--pairs", nowhere], trainUsual),
    },
  },
  prepare: {
    usual: prepareUsual,
    flags: {
      pairs: { on: ["--pairs", "@scored.tsv"], refused: missing("--pairs") },
      dev: { on: ["--dev", "@scored.tsv"], refused: missing("--dev") },
      test: { on: ["--test", "@scored.tsv"], refused: missing("--test") },
      ...readings(["--pairs"], prepareUsual.slice(2)),
      out: { on: ["--out", "@elsewhere"], refused: ["--out", "@lines"] },
      seed: { on: ["--seed", "7"] },
      vocabulary: { on: ["--vocabulary", "joint"] },
      ...common(["--pairs", nowhere, "--out", "@out"], prepareUsual),
    },
  },
  translate: {
    usual: translateUsual,
    flags: {
      input: { on: ["--input", "@other-lines"], beside: ["@model"], refused: missing("--input") },
      requests: { on: ["--requests"], beside: ["@model", "--input", "@requests"] },
      outputFormat: { on: ["--output-format", "jsonl"] },
      ensemble: { on: ["--ensemble", "@other"], refused: missing("--ensemble") },
      rerank: {
        on: ["--rerank", "@other"],
        beside: [...jsonl, "--beam", "5"],
        refused: missing("--rerank"),
      },
      shortlist: { on: ["--shortlist", "@words"], refused: missing("--shortlist") },
      nBest: { on: ["--n-best", "3"], beside: [...jsonl, "--beam", "3"] },
      ...search,
      replicas,
      ...common([nowhere], ["@model", "--input", "@long-lines"]),
    },
  },
  evaluate: {
    usual: ofModel,
    flags: {
      pairs: {
        on: ["--pairs", "@dev.tsv"],
        beside: ["@model", "--pairs", "@scored.tsv"],
        refused: missing("--pairs"),
      },
      ...readings(["@model", "--pairs"], ["--bootstrap", "0"]),
      references: { on: ["--references", "@hyp"], beside: ofFile, refused: missing("--references") },
      sources: { on: ["--sources", "@hyp"], beside: ofFile, refused: missing("--sources") },
      hypotheses: { on: ["--hypotheses", "@ref"], beside: ofFile, refused: missing("--hypotheses") },
      compare: {
        on: ["--compare", "@hyp", "@ref"],
        beside: ["--references", "@ref"],
        refused: ["--compare", "@hyp"],
      },
      metric: { on: ["--metric", "wer"] },
      tokenize: { on: ["--tokenize", "char"], beside: ofFile },
      smooth: { on: ["--smooth", "none"], beside: ofFile },
      lowercase: { on: ["--lowercase"], beside: ofFile },
      byLength: { on: ["--by-length", "2"] },
      worst: { on: ["--worst", "2"] },
      attention: { on: ["--attention"], refused: missing("--attention") },
      bootstrap: { on: ["--bootstrap", "50"] },
      outputs: { on: ["--outputs", "@outputs"], refused: ["--outputs", "@model"] },
      html: { on: ["--html", "@report.html"], refused: ["--html", "@nowhere/report.html"] },
      language: { on: ["--language", "ja"], beside: [...ofModel, "--html", "@report.html"] },
      json: { on: ["--json"] },
      ...evaluateSearch,
      replicas,
      ...common([nowhere, "--pairs", "@scored.tsv"], ["@model", "--pairs", "@many.tsv", "--bootstrap", "0"]),
    },
  },
  score: {
    usual: ["@model", "--pairs", "@scored.tsv"],
    flags: {
      pairs: { on: ["--pairs", "@dev.tsv"], refused: missing("--pairs") },
      ...readings(["@model", "--pairs"]),
      outputFormat: { on: ["--output-format", "jsonl"] },
      alignment: { on: ["--alignment"] },
      replicas,
      ...common([nowhere], ["@model", "--pairs", "@blank.tsv"]),
    },
  },
  compare: {
    usual: compareUsual,
    flags: {
      preset: { on: ["--preset", "@other-compare.yaml"] },
      pairs: { on: ["--pairs", "@scored.tsv"], refused: missing("--pairs") },
      dev: { on: ["--dev", "@scored.tsv"], refused: missing("--dev") },
      test: { on: ["--test", "@dev.tsv"], refused: missing("--test") },
      ...readings(["--preset", "@compare.yaml", "--pairs"], [...compareUsual.slice(4)]),
      format: {
        on: ["--format", "csv"],
        beside: [
          ...compareUsual,
          "--pairs",
          "@pairs-table",
          "--dev",
          "@pairs-table",
          "--test",
          "@pairs-table",
        ],
      },
      out: { on: ["--out", "@elsewhere"], refused: ["--out", "@lines"] },
      seeds: { on: ["--seeds", "2"] },
      beam: { on: ["--beam", "3"] },
      language: { on: ["--language", "ja"] },
      json: { on: ["--json"] },
      ...common(["--preset", nowhere], compareUsual),
    },
  },
  inspect: {
    usual: ["@model"],
    flags: { json: { on: ["--json"] }, debug: { on: ["--debug"], beside: [nowhere] } },
  },
  export: {
    usual: ["@model", "--to", "onnx", "--out", "@out"],
    flags: {
      to: { on: ["--to", "package"] },
      out: { on: ["--out", "@elsewhere"], refused: ["--out", "@lines"] },
      name: { on: ["--name", "kana"], refused: null },
      beam: { on: ["--beam", "2"] },
      nBest: { on: ["--n-best", "2"] },
      lengthPenalty: { on: ["--length-penalty", "0"] },
      int8: { on: ["--int8"] },
      dev: { on: ["--dev", "@scored.tsv"], refused: missing("--dev") },
      ...readings(["@model", "--to", "onnx", "--out", "@out", "--int8", "--dev"]),
      ...common(
        [nowhere, "--to", "web", "--out", "@out"],
        ["@model", "--to", "onnx", "--out", "@out", "--int8", "--dev", "@many.tsv"],
      ),
    },
  },
  studio: {
    usual: ["@model"],
    flags: { port: { on: ["--port", "4299"] }, ...common([nowhere], ["@model"]) },
  },
  "data stats": {
    usual: ["@pairs.tsv"],
    flags: {
      source: { on: ["--source", "@hyp", "--target", "@ref"], refused: missing("--source") },
      target: { on: ["--target", "@ref", "--source", "@hyp"], refused: missing("--target") },
      ...readings([]),
      against: { on: ["--against", "@dev.tsv"], refused: missing("--against") },
      html: { on: ["--html", "@report.html"], refused: ["--html", "@nowhere/report.html"] },
      language: { on: ["--language", "ja"], beside: ["@pairs.tsv", "--html", "@report.html"] },
      json: { on: ["--json"] },
      ...common([nowhere], ["@blank.tsv"]),
    },
  },
  "data clean": {
    usual: clean,
    flags: {
      source: { on: ["--source", "@hyp", "--target", "@ref"], refused: missing("--source") },
      target: { on: ["--target", "@ref", "--source", "@hyp"], refused: missing("--target") },
      ...readings([], ["--out", "@clean.tsv"]),
      out: { on: ["--out", "@elsewhere"], refused: ["--out", "@nowhere/clean.tsv"] },
      html: { on: ["--html", "keep"] },
      invalid: { on: ["--invalid", "drop"] },
      duplicates: { on: ["--duplicates", "keep"] },
      identical: { on: ["--identical", "drop"] },
      minimumCharacters: { on: ["--min-characters", "2"] },
      maximumCharacters: { on: ["--max-characters", "3"] },
      maximumRatio: { on: ["--max-ratio", "1.5"] },
      against: { on: ["--against", "@dev.tsv"], refused: missing("--against") },
      ...common([nowhere, "--out", "@clean.tsv"], clean),
    },
  },
};

/** Of `henkan studio`: the first of its ports that no other program of this machine has. */
const usualAddress = /http:\/\/127\.0\.0\.1:42(6[4-9]|7\d|8[0-4])\//g;

/** Everything that a run leaves, but for times, speeds, the folder's name, and which of its usual ports was free. */
async function observe(folder: string, args: readonly string[]): Promise<unknown> {
  const before = new Set(await readdir(folder));
  const ran = await henkan(
    args.map((arg) => arg.replace("@", `${folder}/`)),
    {
      stdin: ["gh\tp\n"],
      // It serves until then.
      onOutput: (_, interrupt) => void (args[0] === "studio" && setTimeout(interrupt, 50)),
    },
  );
  const timeless = (text: string) =>
    text
      .replaceAll(folder, "")
      .replaceAll(usualAddress, "USUAL")
      .replaceAll(/^port \d+ is taken; .*\n/gm, "")
      .replaceAll(/[\d.,]+ (s|min|ms|\w+\/s|times as fast)\b/g, "T")
      .replaceAll(/"(started|seconds|time|modified|inGraphs|runSeconds)": ?[^,}\n]+/g, "")
      .replaceAll(/sentences\/s, 64 at once.*|one sentence .*/g, "T");
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.jsonl$/.test(entry.name))
    .filter((entry) => !entry.parentPath.includes("checkpoints")) // they hold times
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !before.has(path.split("/")[0]!))
    .sort();
  const contents = await Promise.all(
    files.map(async (path) => {
      const bytes = await readFile(join(folder, path));
      // A token cache ends in a checksum, which is of the folder's name too.
      const text = (path.endsWith(".tokens") ? bytes.subarray(0, -16) : bytes).toString("latin1");
      return [path, timeless(text)];
    }),
  );
  return { ...ran, stdout: timeless(ran.stdout), stderr: timeless(ran.stderr), contents };
}

async function exitCode(folder: string, args: readonly string[]): Promise<[number, string]> {
  const ran = await henkan(
    args.map((arg) => arg.replace("@", `${folder}/`)),
    { stdin: ["gh\tp\n"] },
  );
  return [ran.exitCode, ran.stderr];
}

/** One that does not end by itself is tried in cli-serve.test.ts. */
const ending = commands.filter(({ name }) => name !== "serve");

describe.each(ending)("henkan $name", ({ name, flags }) => {
  const { usual, flags: tried } = trials[name]!;

  it("has a trial for each of its flags", () => {
    expect(Object.keys(tried).sort()).toEqual(Object.keys(flags).sort());
  });

  it.each(Object.entries(flags))("%s changes something", async (key) => {
    const { on, beside = usual, again: isSecond } = tried[key]!;
    const words = name.split(" ");
    const observed = async (flag: readonly string[]) => {
      const folder = await folderOfFiles();
      if (isSecond) await observe(folder, [...words, ...beside]);
      return observe(folder, [...words, ...beside, ...flag]);
    };
    const without = await observed([]);
    const changed = await observed(on);
    expect(changed).not.toEqual(without);
    const again = await observed([]);
    expect(again).toEqual(without); // so that the difference is the flag's
    if (key !== "debug") expect((changed as { stderr: string }).stderr).not.toContain("fault of henkan");
  });

  it.each(Object.entries(flags))("%s refuses what it cannot mean", async (key, flag) => {
    const { beside = usual, refused } = tried[key]!;
    if (refused === null) return;
    const flagName = nameOf(flag);
    const wrong =
      refused ?? (flag.takes === null ? [`${flagName}=x`] : [`${flagName}=${flag.takes.wrong ?? nowhere}`]);
    const folder = await folderOfFiles();
    await mkdir(join(folder, "out"), { recursive: true });
    const [code, message] = await exitCode(folder, [...name.split(" "), ...beside, ...wrong]);
    expect([code, message.includes("fault of henkan")], message).toEqual([2, false]);
  });
});
