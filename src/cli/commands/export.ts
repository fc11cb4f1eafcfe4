import { isAbsolute } from "node:path";
import { readPairsFile } from "../../data/files.ts";
import { type Exported, exportModel, type Int8Comparison, type Verification } from "../../export/index.ts";
import type { Given } from "../flags/given.ts";
import { exportFlags } from "../flags/model-flags.ts";
import { readingKeys, readingOptions } from "../flags/reading-flags.ts";
import { refuseWithoutEffect } from "../flags/refuse-without-effect.ts";
import { createSentenceCounter } from "../progress/sentence-counter.ts";
import { counted, formatTable } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

/** `henkan export`: writes a model in a form to ship. */
export async function exportTo(
  folder: string,
  { to, out, dev, format, columns, header, quiet = false, ...options }: Given<typeof exportFlags>,
  terminal: Terminal,
): Promise<number> {
  const reading = readingOptions({ format, columns, header });
  refuseWithoutEffect({ dev, ...reading, ...options }, exportFlags, [
    {
      keys: ["beam", "nBest", "lengthPenalty", "int8", "dev"],
      effective: to === "onnx",
      why: "it is for an export --to onnx",
    },
    { keys: readingKeys, effective: dev !== undefined, why: "they are of --dev FILE" },
  ]);
  const pairs = dev === undefined ? undefined : (await readPairsFile(dev, reading)).pairs;
  const { onProgress, close } = createSentenceCounter({ stream: terminal.stderr, quiet });
  const exported = await exportModel(folder, {
    to,
    out,
    ...options,
    ...(pairs && { dev: pairs }),
    onProgress,
    onNotice: (line) => void (quiet || terminal.stderr.write(`${line}\n`)),
  }).finally(close);
  await print(terminal, `${out}\n${describe(exported, argument(out))}\n`);
  return 0;
}

function describe({ files, comparison, verification, hints }: Exported, out: string): string {
  const rows = files.map(({ path, data }) => [path, bytes(Buffer.byteLength(data))]);
  const total = files.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  const parts = [
    formatTable([...rows, ["total", bytes(total)]], "lr"),
    ...(comparison ? ["\n", formatComparison(comparison)] : []),
    ...(verification ? [`\n${formatVerification(verification, comparison)}\n`] : []),
  ];
  return `${parts.join("")}${hints(out).join("\n")}`;
}

/** Compares int8 with float32: a row each for size, speed and the scores on the dev pairs. */
function formatComparison({ runtime, threads, float32, int8 }: Int8Comparison): string {
  const [before, after] = [float32.metrics, int8.metrics];
  const names = Object.keys(before ?? {}) as (keyof NonNullable<typeof before>)[];
  const times = (factor: number) => `${factor.toFixed(2)} times as fast`;
  const rows = [
    [`model.onnx, ${runtime}, ${counted(threads, "thread")}`, "float32", "int8", ""],
    ["size", bytes(float32.bytes), bytes(int8.bytes), `${((100 * int8.bytes) / float32.bytes).toFixed(1)} %`],
    [
      "one sentence",
      `${float32.milliseconds.toFixed(2)} ms`,
      `${int8.milliseconds.toFixed(2)} ms`,
      times(float32.milliseconds / int8.milliseconds),
    ],
    [
      "sentences/s, 64 at once",
      float32.sentencesPerSecond.toFixed(0),
      int8.sentencesPerSecond.toFixed(0),
      times(int8.sentencesPerSecond / float32.sentencesPerSecond),
    ],
    ...names.map((name) => {
      const difference = after![name] - before![name];
      const sign = difference < 0 ? "" : "+";
      return [name, before![name].toFixed(2), after![name].toFixed(2), `${sign}${difference.toFixed(2)}`];
    }),
  ];
  return formatTable(rows, "lrrr");
}

function formatVerification(
  { lines, same, sameInStages }: Verification,
  int8: Int8Comparison | undefined,
): string {
  const tried = counted(lines, "line");
  if (int8 === undefined) return `Tried on ${tried}: outputs and scores are those of the model folder.`;
  return (
    `Tried on ${tried}: ${same} outputs are those of the model folder, and ${sameInStages} of greedy search with the ` +
    "two stages."
  );
}

/** A path as a shell argument: npm takes "a" as a package and "./a" as a folder, and white space needs quotes. */
function argument(path: string): string {
  const plain = isAbsolute(path) || path.startsWith(".") ? path : `./${path}`;
  return /^[\w./\\:@+-]*$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}

function bytes(count: number): string {
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
