/**
 * English spelling to pronunciation, from the npm package `cmu-pronouncing-dictionary` to a trained model, in a few
 * minutes: what `npm run quickstart` runs. The model stays in runs/quickstart.
 */
import { mkdir, rm } from "node:fs/promises";
import { dictionary } from "cmu-pronouncing-dictionary";
import { renderHeatMap } from "../src/cli/heat-map.ts";
import { createProgress } from "../src/cli/progress/progress.ts";
import { createTranslator, openRuntime, type Pair } from "../src/index.ts";
import { evaluationMetrics } from "../src/metrics/index.ts";
import { readConfiguration, trainFromFiles, writeFileAtomically } from "../src/node.ts";
import { RandomStream } from "../src/random.ts";

const dataFolder = "runs/quickstart-data";
const modelFolder = "runs/quickstart";
const unknownWords = ["emoji", "chatbot", "kubernetes", "typescript", "henkan"];

await prepareData();
await rm(`${modelFolder}/evaluation.json`, { force: true });
const configuration = await readConfiguration("configs/quickstart.yaml");
const runtime = await openRuntime();
const { model, test, report } = await trainWithProgress();
if (test === null || report === null) {
  console.log("Stopped before the end: no scores. Run it again.");
  process.exit(130);
}
await writeFileAtomically(`${modelFolder}/evaluation.json`, `${JSON.stringify(test, null, 2)}\n`);

console.log(`\nOn the ${test.sentences.toLocaleString("en")} held-out words, best epoch chosen on dev:`);
// As the papers on grapheme-to-phoneme conversion name them: words, and phones (phonemes).
for (const [name, metric] of [
  ["WER", "sequence_error_rate"],
  ["PER", "token_error_rate"],
] as const) {
  console.log(`  ${name} ${test.metrics[metric].toFixed(1)}   ${evaluationMetrics[metric].definition}`);
}
const translator = await createTranslator(model, runtime);
const pronounced = await translator.translate(unknownWords);
console.log("\nWords that are not in the dictionary:");
for (const { source, text } of pronounced) console.log(`  ${source.padEnd(14)}${text}`);

const [first] = pronounced;
if (first?.attention) {
  const { sourceTokens, tokens, attention } = first;
  const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  console.log("\nWhat the decoder looks at (across: letters read; down: sounds written):\n");
  console.log(
    renderHeatMap({ sourceTokens, tokens, attention, colour, columns: process.stdout.columns ?? 80 }),
  );
}
console.log(`Learning curves and more of these pictures: ${report}`);
console.log(`Try your own words: echo "webassembly" | npx henkan translate ${modelFolder}`);

/**
 * Writes the dictionary as pairs, without the digits that tell the stress. A tenth of the words is held out, always
 * the same; further pronunciations of a word are further lines: more to learn from, or more references.
 */
async function prepareData(): Promise<void> {
  const pairs = Object.entries(dictionary).map(([entry, phones]): Pair => {
    return { source: entry.replace(/\(\d+\)$/, ""), target: phones.replace(/\d/g, "") };
  });
  const isHeldOut = ({ source }: Pair) => new RandomStream(1, `quickstart ${source}`).integer(10) === 0;
  const train = pairs.filter((pair) => !isHeldOut(pair));
  const test = pairs.filter(isHeldOut);
  await mkdir(dataFolder, { recursive: true });
  for (const [name, part] of Object.entries({ train, test })) {
    const lines = part.map(({ source, target }) => `${source}\t${target}\n`);
    await writeFileAtomically(`${dataFolder}/${name}.tsv`, lines.join(""));
  }
  const count = (part: readonly Pair[]) => part.length.toLocaleString("en");
  console.log(
    `English spelling to pronunciation: ${count(train)} pairs to learn from, ${count(test)} held out.`,
  );
}

/** Trains with a bar on the terminal; Ctrl-C ends it after the running update. */
async function trainWithProgress() {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const progress = createProgress({ stream: process.stderr, quiet: false });
  try {
    return await trainFromFiles(configuration, { runtime, onEvent: progress, signal: stop.signal });
  } finally {
    progress.close();
  }
}
