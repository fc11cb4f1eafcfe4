import { countLines, fileLines } from "../data/files.ts";
import { decodeLines } from "../data/index.ts";
import { ConfigError } from "../errors.ts";
import { openRuntime } from "../runtime/index.ts";
import { createTranslator, type Translation } from "../search/translator.ts";
import { loadModel } from "../seq2seq/model-folder.ts";
import { streamBatches } from "./batch-stream.ts";
import { cutNotice } from "./cut-notice.ts";
import { counted } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export interface TranslateFlags {
  readonly input?: string;
  readonly format?: string;
  readonly quiet?: boolean;
}

/** The most lines that are searched together: enough that lines of like length share a batch of the search. */
const mostLines = 512;

const formats: Readonly<Record<string, (translation: Translation) => string>> = {
  text: ({ text }) => text.replaceAll(/[\r\n]+/g, " "),
  jsonl: ({ source, text, score, tokens, sourceTokens, attention }) =>
    JSON.stringify({ source, text, score, tokens, sourceTokens, attention }),
};

/** `henkan translate`: a line for each line, in order, as soon as it is known. */
export async function translate(
  folder: string,
  { input, format = "text", quiet = false }: TranslateFlags,
  terminal: Terminal,
): Promise<number> {
  const write = formats[format];
  if (write === undefined) throw new ConfigError(`--format "${format}": expected one of "text", "jsonl"`);
  const { model } = await loadModel(folder);
  const total = input === undefined ? undefined : await countLines(input);
  const lines = input === undefined ? decodeLines(terminal.stdin, "standard input") : fileLines(input);
  const onNotice = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  const translator = await createTranslator(model, await openRuntime({ onNotice }));

  let cut = 0;
  const { done, stopped } = await streamBatches(lines, {
    terminal,
    quiet,
    label: "translating",
    total,
    most: mostLines,
    answer: async (batch) => {
      const translations = await translator.translate(batch);
      cut += translations.filter(({ truncated }) => truncated).length;
      return translations.map((translation) => `${write(translation)}\n`).join("");
    },
  });
  if (cut > 0) onNotice(cutNotice(cut, model));
  if (stopped) onNotice(`stopped: ${counted(done, "line")} translated`);
  return stopped ? 130 : 0;
}
