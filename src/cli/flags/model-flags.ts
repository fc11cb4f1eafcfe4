import { languageFlag } from "./evaluate-flags.ts";
import { choice, flag, list, required, text, toggle, whole } from "./flag.ts";
import { readingFlags } from "./reading-flags.ts";
import { runtimeFlags } from "./runtime-flags.ts";
import { lengthPenaltyFlag, nBestFlag, searchFlags } from "./search-flags.ts";
import { compareSettings } from "./training-flags.ts";

export const translationFormats = ["text", "jsonl"] as const;

export const translateFlags = {
  input: flag("--input <file>", "file of lines, in place of standard input", text),
  requests: toggle("--requests", 'lines are JSON: {"source", "prefix", "include", "exclude"}'),
  outputFormat: flag(
    "--output-format <name>",
    "text, or jsonl: with hypotheses, scores, tokens and attention (default: text)",
    choice(translationFormats),
  ),
  ensemble: list(
    "--ensemble <dirs...>",
    "more model folders, whose probabilities are averaged with the first's",
  ),
  rerank: list(
    "--rerank <dirs...>",
    "model folders that choose among the beam: by the mean log P of all models; they may write by other tokens, or from " +
      "the end",
  ),
  shortlist: flag("--shortlist <file>", "file of tokens, one a line: no other is written", text),
  nBest: nBestFlag,
  ...searchFlags,
  ...runtimeFlags,
};

export const scoreFormats = ["tsv", "jsonl"] as const;

export const scoreFlags = {
  pairs: flag("--pairs <file>", "file of pairs (default: -, standard input)", text),
  ...readingFlags,
  outputFormat: flag(
    "--output-format <name>",
    "tsv: log P, log P per token, source, target; or jsonl: with each token (default: tsv)",
    choice(scoreFormats),
  ),
  alignment: toggle("--alignment", "add the links i-j between source and target tokens"),
  ...runtimeFlags,
};

export const compareFlags = {
  preset: required(
    flag(
      "--preset <name>",
      "reverse, copy or sort: tasks that are drawn; enja: your pairs; or a file such as compare.yaml",
      { read: (given) => given, wrong: "nonsense" },
    ),
  ),
  ...compareSettings,
  beam: flag(
    "--beam <k>",
    "hypotheses kept side by side on test; 1 is greedy search (default: 1)",
    whole(1, 1024),
  ),
  language: languageFlag,
  json: toggle("--json", "print what compare.json holds"),
};

export const inspectFlags = { json: toggle("--json", "print one JSON object") };

const exportKinds = ["web", "package", "onnx"] as const;

export const exportFlags = {
  to: required(
    flag(
      "--to <kind>",
      "web: a static page; package: an npm package for Node and browsers; onnx: models for any ONNX runtime",
      choice(exportKinds),
    ),
  ),
  out: required(flag("--out <folder>", "folder to write; an earlier export there is replaced", text)),
  name: flag("--name <name>", "what it is called (default: the model folder's name)", text),
  beam: flag(
    "--beam <k>",
    "for onnx: hypotheses that its search keeps side by side; 1 is greedy search (default: 5)",
    whole(1, 1024),
  ),
  nBest: {
    ...nBestFlag,
    help: "for onnx: outputs that it gives for each sentence, at most the beam (default: 1)",
  },
  lengthPenalty: {
    ...lengthPenaltyFlag,
    help: 'for onnx: α of Wu 2016, or "average" for the mean log P (default: 1)',
  },
  int8: toggle("--int8", "for onnx: weights in a quarter of the bytes, and faster"),
  dev: flag("--dev <file>", "for onnx: pairs to try it on, and to score int8 with beside float32", text),
  ...readingFlags,
};
