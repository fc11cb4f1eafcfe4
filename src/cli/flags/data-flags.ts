import { cleaningActions } from "../../data/cleaning.ts";
import { languageFlag } from "./evaluate-flags.ts";
import { choice, decimal, flag, list, required, text, toggle, whole } from "./flag.ts";
import { readingFlags } from "./reading-flags.ts";

/** The flags that name the pairs of a `henkan data` command, beside its files. */
export const datasetFlags = {
  source: flag("--source <file>", "file of lines, in place of a file of pairs", text),
  target: flag("--target <file>", "file of lines that belong to those of --source", text),
  ...readingFlags,
};

export const dataStatsFlags = {
  ...datasetFlags,
  against: list("--against <files...>", "other files of pairs: how many of theirs are here too?"),
  html: flag("--html <file>", "write a report with a picture of the lengths", text),
  language: languageFlag,
  json: toggle("--json", "print one JSON object"),
};

export const dataCleanFlags = {
  ...datasetFlags,
  out: required(flag("--out <file>", "file to write", text)),
  html: flag(
    "--html <what>",
    "text: tags go and entities become characters; or keep (default: text)",
    choice(cleaningActions.html),
  ),
  invalid: flag(
    "--invalid <what>",
    "characters that no text has on purpose: remove, drop the pair, or keep (default: remove)",
    choice(cleaningActions.invalid),
  ),
  duplicates: flag(
    "--duplicates <what>",
    "pairs that were there already: drop or keep (default: drop)",
    choice(cleaningActions.duplicates),
  ),
  identical: flag(
    "--identical <what>",
    "pairs whose source and target are the same: keep or drop (default: keep)",
    choice(cleaningActions.identical),
  ),
  minimumCharacters: flag("--min-characters <n>", "the least characters of each side", whole()),
  maximumCharacters: flag("--max-characters <n>", "the most characters of each side", whole()),
  maximumRatio: flag(
    "--max-ratio <x>",
    "the most characters of the longer side for each of the shorter one",
    decimal(1),
  ),
  against: list("--against <files...>", "dev and test pairs: pairs with a source of theirs are dropped"),
};
