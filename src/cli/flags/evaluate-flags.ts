import { tokenizationNames } from "../../metrics/bleu.ts";
import { metricNames } from "../../metrics/named-metrics.ts";
import { smoothingMethods } from "../../metrics/smoothing.ts";
import { reportLanguages } from "../../report/report-language.ts";
import { choice, choices, flag, list, optional, text, toggle, whole, wholes } from "./flag.ts";
import { readingFlags } from "./reading-flags.ts";
import { runtimeFlags } from "./runtime-flags.ts";
import { searchFlags } from "./search-flags.ts";

export const languageFlag = flag(
  "--language <name>",
  "of the report: en or ja (default: en)",
  choice(reportLanguages),
);

/** Flags that name the files with right answers. */
export const answerFlags = {
  pairs: flag("--pairs <file>", "file of pairs; lines with the same source are several references", text),
  ...readingFlags,
  references: list(
    "--references <files...>",
    "right answers to --hypotheses, one a line; several files are several answers",
  ),
  sources: flag("--sources <file>", "what was read for --hypotheses, one a line", text),
};

export const evaluateFlags = {
  ...answerFlags,
  hypotheses: flag("--hypotheses <file>", "outputs of any system, one a line, in place of a model", text),
  compare: list(
    "--compare <systems...>",
    "two files of outputs or model folders: which is better, and how sure is it?",
  ),
  metric: flag("--metric <names>", `with commas between: ${metricNames.join(", ")}`, choices(metricNames)),
  tokenize: flag("--tokenize <name>", `for bleu: ${tokenizationNames.join(", ")}`, choice(tokenizationNames)),
  smooth: flag("--smooth <name>", `for bleu: ${smoothingMethods.join(", ")}`, choice(smoothingMethods)),
  lowercase: toggle("--lowercase", "for bleu, chrf, ter, wer and cer: case does not count"),
  byLength: optional(
    "--by-length [bounds]",
    "scores by source length: 5,10,15 … tokens, or other bounds",
    wholes("5,10,20"),
  ),
  worst: flag("--worst <n>", "show the n sentences that score worst", whole()),
  attention: optional(
    "--attention [gold]",
    "how sharp and how monotone attention is, and its error against gold links i-j",
    text,
  ),
  bootstrap: flag("--bootstrap <n>", "resamples for intervals; 0 for none (default: 1000)", whole()),
  outputs: flag(
    "--outputs <file>",
    "write the model's outputs, one a line; if it is stopped, the same command goes on after those it has found",
    text,
  ),
  html: flag("--html <file>", "write a report, with scores by length and the worst sentences", text),
  language: languageFlag,
  json: toggle("--json", "print one JSON object"),
  ...searchFlags,
  ...runtimeFlags,
};
