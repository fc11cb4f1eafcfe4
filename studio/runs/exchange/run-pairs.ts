import type { Configuration } from "../../../src/configuration/configuration.ts";
import { Cleaner } from "../../../src/data/cleaning.ts";
import { fileFormats, formatOfExtension } from "../../../src/data/formats/index.ts";
import { fingerprint, holdOut, type Pair } from "../../../src/data/index.ts";
import { noRemarks } from "../../../src/data/pair.ts";
import { DataError } from "../../../src/errors.ts";
import type { RunIdentity } from "../../../src/jobs/checkpoint/run-identity.ts";
import { limits } from "../../data/limits.ts";
import { StudioError, type StudioProblem } from "../../problems/studio-problem.ts";
import { type Told, toldAs, toldOf } from "../../problems/told.ts";
import { type ChosenContents, fileNotInside } from "./chosen-contents.ts";

/** The pairs of a run of the command line, read as it reads them. */
export interface RunPairs {
  readonly pairs: readonly Pair[];
  readonly dev: readonly Pair[];
}

/**
 * Finds the pairs of a run among what was chosen.
 * @returns the pairs, which are those that the run was trained on, or why they are not there
 */
export async function findRunPairs(
  { data, training }: Configuration,
  identity: RunIdentity,
  find: ChosenContents["find"],
): Promise<RunPairs | { readonly why: Told }> {
  const { pairs: file, dev: devFile, test: testFile, format, columns, header } = data;
  if (typeof file !== "string" || typeof devFile === "object" || typeof testFile === "object") {
    return because({ kind: "severalPairFiles", text: "its pairs are in several files" });
  }
  const open = async (path: string): Promise<Pair[]> => {
    const bytes = await find(path);
    if (bytes === null) throw new StudioError(fileNotInside(nameOf(path)));
    return readAll(bytes, path, { format, columns, header });
  };
  try {
    const dev = devFile === undefined ? null : await open(devFile);
    const isHeldApart = data.clean.overlap === "drop" && testFile !== undefined;
    const test = isHeldApart ? await open(testFile) : [];
    const held = new Set([...(dev ?? []), ...test].map(({ source }) => source));
    const cleaner = new Cleaner(data.clean, noRemarks(), held);
    const cleaned = (await open(file)).map((pair) => cleaner.clean(pair));
    const kept = cleaned.filter((line) => typeof line !== "string");
    const found = dev === null ? holdOut(kept, { seed: training.seed }) : { train: kept, dev };
    const isSame = (pairs: readonly Pair[], print: string) => fingerprint(pairs) === print;
    if (isSame(found.train, identity.data.pairs) && isSame(found.dev, identity.data.dev)) {
      return { pairs: found.train, dev: found.dev };
    }
    const name = nameOf(file);
    const text = `${name} has other pairs than those that it was trained on`;
    return because({ kind: "otherPairs", text, file: name });
  } catch (error) {
    if (error instanceof DataError || error instanceof StudioError) return { why: toldOf(error) };
    throw error;
  }
}

function because(problem: StudioProblem): { readonly why: Told } {
  return { why: toldAs(problem) };
}

async function readAll(
  bytes: Uint8Array,
  path: string,
  { format, columns, header }: Pick<Configuration["data"], "format" | "columns" | "header">,
): Promise<Pair[]> {
  const name = nameOf(path);
  const isPacked = name.endsWith(".gz");
  const kind = format ?? formatOfExtension(/\.(\w+)(\.gz)?$/.exec(name)?.[1] ?? "");
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const unpacked = isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  const content = new Uint8Array(await new Response(unpacked).arrayBuffer());
  const pairs: Pair[] = [];
  const options = { name, columns, header, remarks: noRemarks() };
  for await (const line of fileFormats[kind].read(once(content), options)) {
    if (typeof line !== "string") pairs.push(line);
    if (pairs.length > limits.pairs) {
      const text = `${name} has more than ${limits.pairs} pairs`;
      throw new StudioError({ kind: "tooManyPairs", text, file: name, most: limits.pairs });
    }
  }
  return pairs;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1)!;
}
