import { countLines, fileLines, readLinesFile } from "../../data/files.ts";
import { decodeLines } from "../../data/index.ts";
import { formatJson } from "../../data/json-numbers.ts";
import { ConfigError } from "../../errors.ts";
import { loadModel } from "../../model-folder/model-folder.ts";
import { openRuntime } from "../../runtime/index.ts";
import { parseRequest } from "../../search/request-json.ts";
import { createTranslator, type Translation } from "../../search/translator.ts";
import type { Model } from "../../seq2seq/model.ts";
import { withShortlist } from "../../seq2seq/shortlist.ts";
import { streamBatches } from "../batch-stream.ts";
import { cutNotice } from "../cut-notice.ts";
import type { Given } from "../flags/given.ts";
import type { translateFlags, translationFormats } from "../flags/model-flags.ts";
import { searchOptions } from "../flags/search-flags.ts";
import { counted } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** The most lines that are searched together: enough that lines of like length share a batch of the search. */
const mostLines = 512;

const formats: Readonly<Record<(typeof translationFormats)[number], (translation: Translation) => string>> = {
  text: ({ text }) => text.replaceAll(/[\r\n]+/g, " "),
  jsonl: ({ source, text, score, tokens, sourceTokens, attention, hypotheses }) =>
    formatJson({ source, text, score, tokens, sourceTokens, attention, hypotheses }),
};

/** `henkan translate`: a line for each line, in order, as soon as it is known. */
export async function translate(
  folder: string,
  {
    input,
    requests = false,
    outputFormat = "text",
    ensemble = [],
    rerank = [],
    shortlist,
    quiet = false,
    ...flags
  }: Given<typeof translateFlags>,
  terminal: Terminal,
): Promise<number> {
  const write = formats[outputFormat];
  const options = searchOptions(flags);
  if (outputFormat === "text" && (options.nBest ?? 1) > 1)
    throw new ConfigError(
      `--n-best ${options.nBest}: a line of text holds one output: add --output-format jsonl`,
    );
  const models = await readModels([folder, ...ensemble], shortlist);
  const rerankers = await readModels(rerank);
  const name = input ?? "standard input";
  const total = input === undefined ? undefined : await countLines(input);
  const lines = input === undefined ? decodeLines(terminal.stdin, name) : fileLines(input);
  const onNotice = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  const translator = await createTranslator(models, await openRuntime({ onNotice }), { rerankers });

  let cut = 0;
  let unanswered = 0;
  let number = 0;
  const { done, stopped } = await streamBatches(lines, {
    terminal,
    quiet,
    label: "translating",
    total,
    most: mostLines,
    answer: async (batch) => {
      const asked = requests ? batch.map((line) => parseRequest(line, `${name}:${++number}`)) : batch;
      const translations = await translator.translate(asked, options);
      cut += translations.filter(({ truncated }) => truncated).length;
      unanswered += translations.filter(
        ({ hypotheses, sourceTokens }) => hypotheses.length === 0 && sourceTokens.length > 0,
      ).length;
      return translations.map((translation) => `${write(translation)}\n`).join("");
    },
  });
  if (cut > 0) onNotice(cutNotice(cut, models[0]!));
  if (unanswered > 0)
    onNotice(`${counted(unanswered, "line")}: no output meets what was asked for; left empty`);
  if (stopped) onNotice(`stopped: ${counted(done, "line")} translated`);
  return stopped ? 130 : 0;
}

async function readModels(folders: readonly string[], shortlist?: string): Promise<Model[]> {
  const models = await Promise.all(folders.map(async (folder) => (await loadModel(folder)).model));
  if (shortlist === undefined) return models;
  const tokens = await readLinesFile(shortlist);
  return models.map((model) => withShortlist(model, tokens));
}
