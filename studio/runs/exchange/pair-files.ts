import type { Configuration } from "../../../src/configuration/configuration.ts";
import type { Cleaner } from "../../../src/data/cleaning.ts";
import { fileFormats, formatOfExtension } from "../../../src/data/formats/index.ts";
import { decodeLines, type Pair } from "../../../src/data/index.ts";
import { noRemarks, type PairLine } from "../../../src/data/pair.ts";
import { parseParallel } from "../../../src/data/parse.ts";
import { limits } from "../../data/limits.ts";
import { StudioError } from "../../problems/studio-problem.ts";
import { type ChosenContents, fileNotInside } from "./chosen-contents.ts";

type Data = Configuration["data"];

/** What a configuration names: a file of pairs, two files of lines, or a list of datasets. */
export type PairFiles = NonNullable<Data["pairs"]>;
type Dataset = Extract<PairFiles, readonly unknown[]>[number];

/** The datasets of what a configuration names. */
function datasetsIn(files: PairFiles): readonly Dataset[] {
  return Array.isArray(files) ? files : [{ pairs: files }];
}

/** Their names, as a person chose them. */
export function namesOf(files: PairFiles): string {
  const paths = datasetsIn(files).flatMap(({ pairs }) =>
    typeof pairs === "string" ? [pairs] : [pairs.source, pairs.target],
  );
  return paths.map(nameOf).join(", ");
}

/**
 * Reads pairs from the files that were chosen, dataset by dataset, as the command line reads them from its own.
 * @param options how files are read that do not say it themselves
 * @throws {StudioError} where one was not chosen, or the pairs are too many
 * @throws {DataError} where one is not what it should be
 */
export async function readPairFiles(
  files: PairFiles,
  options: Pick<Data, "format" | "columns" | "header">,
  cleaner: Cleaner,
  find: ChosenContents["find"],
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const dataset of datasetsIn(files)) {
    for await (const line of linesOf({ ...options, ...dataset }, find)) {
      const cleaned = cleaner.clean(line, dataset.tag);
      if (typeof cleaned !== "string") pairs.push(cleaned);
      if (pairs.length <= limits.pairs) continue;
      const file = namesOf(files);
      const text = `${file} has more than ${limits.pairs} pairs`;
      throw new StudioError({ kind: "tooManyPairs", text, file, most: limits.pairs });
    }
  }
  return pairs;
}

async function* linesOf(
  { pairs: file, format, columns, header }: Dataset,
  find: ChosenContents["find"],
): AsyncGenerator<PairLine, void, undefined> {
  if (typeof file !== "string") {
    const lines = async (path: string) => ({
      lines: decodeLines(once(await unpacked(path, find)), nameOf(path)),
      name: nameOf(path),
    });
    yield* parseParallel(await lines(file.source), await lines(file.target));
    return;
  }
  const name = nameOf(file);
  const kind = format ?? formatOfExtension(/\.(\w+)(\.gz)?$/.exec(name)?.[1] ?? "");
  const options = { name, columns, header, remarks: noRemarks() };
  yield* fileFormats[kind].read(once(await unpacked(file, find)), options);
}

async function unpacked(path: string, find: ChosenContents["find"]): Promise<Uint8Array> {
  const bytes = await find(path);
  if (bytes === null) throw new StudioError(fileNotInside(nameOf(path)));
  if (!path.endsWith(".gz")) return bytes;
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return new Uint8Array(
    await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1)!;
}
