import { countLines, fileLines, readLinesFile } from "../../data/files.ts";
import { decodeLines } from "../../data/index.ts";
import { formatJson } from "../../data/json-numbers.ts";
import { ConfigError, HenkanError } from "../../errors.ts";
import { loadModel } from "../../model-folder/model-folder.ts";
import { callsAtOnce } from "../../search/batch-graph.ts";
import type { SearchOptions, TranslationRequest } from "../../search/options.ts";
import { parseRequest } from "../../search/request-json.ts";
import { createTranslator, type Translation, type Translator } from "../../search/translator.ts";
import type { Model } from "../../seq2seq/model.ts";
import { withShortlist } from "../../seq2seq/shortlist.ts";
import type { Ranks } from "../../training/ranks.ts";
import { streamBatches } from "../batch-stream.ts";
import { cutNotice } from "../cut-notice.ts";
import type { Given } from "../flags/given.ts";
import type { translateFlags, translationFormats } from "../flags/model-flags.ts";
import { searchFlagOf, searchOptions } from "../flags/search-flags.ts";
import { limitNotice } from "../limit-notice.ts";
import { openRuntimeOn, ranksNotice } from "../runtime-on-ranks.ts";
import { counted, grouped } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** The maximum number of lines searched together: enough that lines of similar length share a batch of the search. */
const mostLines = 512;

/** The maximum number of refused lines that are reported one by one. */
const mostTold = 10;

interface OutputFormat {
  readonly answer: (translation: Translation) => string;
  /** The output for a refused line, so that output lines still match input lines. */
  readonly refusal: (refusal: Refusal) => string;
}

const formats: Readonly<Record<(typeof translationFormats)[number], OutputFormat>> = {
  text: { answer: ({ text }) => text.replaceAll(/[\r\n]+/g, " "), refusal: () => "" },
  jsonl: {
    answer: ({ source, text, score, tokens, sourceTokens, attention, hypotheses }) =>
      formatJson({ source, text, score, tokens, sourceTokens, attention, hypotheses }),
    refusal: (refusal) => formatJson({ ...refusal, ...unanswered }),
  },
};

const unanswered = { text: "", score: 0, tokens: [], sourceTokens: [], attention: null, hypotheses: [] };

/**
 * `henkan translate`: one output line for each input line, in order, as soon as it is known. A refused line is left
 * empty and reported at the end; the others are answered.
 * @returns the exit code: 2 where lines were refused
 */
export async function translate(
  folder: string,
  {
    input,
    requests = false,
    outputFormat = "text",
    ensemble = [],
    rerank = [],
    shortlist,
    replicas,
    quiet = false,
    ...flags
  }: Given<typeof translateFlags>,
  terminal: Terminal,
  ranks?: Ranks,
): Promise<number> {
  const format = formats[outputFormat];
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
  if (ranks) onNotice(ranksNotice(ranks, "translate"));
  const runtime = await openRuntimeOn(ranks, { onNotice, replicas });
  const translator = await createTranslator(models, runtime, { rerankers, nameOf: searchFlagOf });
  translator.checkOptions(options);

  const readLine = lineReader(translator, options, { requests });
  const refused: string[] = []; // those that are reported
  let [read, refusals, cut, unmet, atLimit] = [0, 0, 0, 0, 0];
  const { done, stopped } = await streamBatches(lines, {
    terminal,
    quiet,
    label: "translating",
    total,
    most: mostLines,
    atOnce: callsAtOnce(runtime, mostLines),
    answer: async (batch) => {
      const requested = batch.map(readLine);
      for (const one of requested) {
        read++;
        if ("error" in one && ++refusals <= mostTold) refused.push(`${name}:${read}: ${one.error}`);
      }
      const translations = await translator.translate(
        requested.flatMap((one) => ("error" in one ? [] : [one.request])),
        options,
      );
      const answers = translations.values();
      const written = requested.map((one) =>
        "error" in one ? format.refusal(one) : format.answer(answers.next().value!),
      );
      cut += translations.filter(({ truncated }) => truncated).length;
      atLimit += translations.filter((translation) => translation.atLimit).length;
      unmet += translations.filter(
        ({ hypotheses, sourceTokens }) => hypotheses.length === 0 && sourceTokens.length > 0,
      ).length;
      return written.map((line) => `${line}\n`).join("");
    },
  });
  if (cut > 0) onNotice(cutNotice(cut, models[0]!));
  const limited = limitNotice(atLimit, options);
  if (limited !== undefined) onNotice(limited);
  if (unmet > 0) onNotice(`${counted(unmet, "line")}: no output meets what was asked for; left empty`);
  if (refusals > 0) {
    const more = refusals > mostTold ? [`and ${grouped(refusals - mostTold)} more`] : [];
    const summary = `${counted(refusals, "line")} refused and left empty`;
    terminal.stderr.write(`${[...refused, ...more, summary].join("\n")}\n`); // an error: reported even with --quiet
  }
  if (stopped) onNotice(`stopped: ${counted(done, "line")} translated`);
  if (stopped) return 130;
  return refusals > 0 ? 2 : 0;
}

/** A line that is not translated, and why. */
interface Refusal {
  readonly source: string;
  readonly error: string;
}

function lineReader(
  translator: Translator,
  options: SearchOptions,
  { requests }: { readonly requests: boolean },
): (line: string) => { readonly request: string | TranslationRequest } | Refusal {
  return (line) => {
    let request: string | TranslationRequest | undefined;
    try {
      request = requests ? parseRequest(line) : line;
      translator.check(request, options);
      return { request };
    } catch (error) {
      if (!(error instanceof HenkanError)) throw error;
      const source = typeof request === "object" ? request.source : (request ?? "");
      return { source, error: error.message };
    }
  };
}

async function readModels(folders: readonly string[], shortlist?: string): Promise<Model[]> {
  const models = await Promise.all(folders.map(async (folder) => (await loadModel(folder)).model));
  if (shortlist === undefined) return models;
  const tokens = await readLinesFile(shortlist);
  return models.map((model) => withShortlist(model, tokens));
}
