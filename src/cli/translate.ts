import { readLinesFile } from "../data/files.ts";
import { decodeLines } from "../data/index.ts";
import { ConfigError } from "../errors.ts";
import { openRuntime } from "../runtime/index.ts";
import { createTranslator, type Translation } from "../search/translator.ts";
import { loadModel } from "../seq2seq/model-folder.ts";
import { availableBatches } from "./available-batches.ts";
import { cutNotice } from "./cut-notice.ts";
import { createCounter } from "./progress-counter.ts";
import { print, type Terminal } from "./terminal.ts";

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
  const lines =
    input === undefined ? decodeLines(terminal.stdin, "standard input") : await readLinesFile(input);
  const onNotice = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  const translator = await createTranslator(model, await openRuntime({ onNotice }));
  const counter = createCounter({
    label: "translating",
    stream: terminal.stderr,
    // On a terminal, the translations themselves are the progress.
    quiet: quiet || terminal.stdout.isTTY === true,
    ...(Array.isArray(lines) ? { total: lines.length } : {}),
  });

  let cut = 0;
  for await (const batch of availableBatches(lines, mostLines)) {
    const translations = await translator.translate(batch);
    await print(terminal, translations.map((translation) => `${write(translation)}\n`).join(""));
    cut += translations.filter(({ truncated }) => truncated).length;
    counter.advance(batch.length);
  }
  counter.close();
  if (cut > 0) onNotice(cutNotice(cut, model));
  return 0;
}
