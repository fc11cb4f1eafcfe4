import { type Columns, columnIndices } from "../columns.ts";
import { type PairLine, trimPair } from "../pair.ts";
import type { FileFormat, FormatReading } from "./file-format.ts";
import type { SegmentText } from "./segment-text.ts";
import { singleLine } from "./single-line.ts";
import { UnitText } from "./unit-text.ts";
import { readXml, type XmlListener } from "./xml.ts";

/** XLIFF, and its variants with other extensions. */
export const xliff: FileFormat = {
  extensions: ["xliff", "xlf", "sdlxliff", "mxliff", "mqxliff"],
  description: "XLIFF 1.2 and 2.0: each unit or segment with a translation",
  options: ["columns"],
  read: readXliff,
};

/** States of XLIFF 1.2 and 2.0 in which a target is not yet a translation. */
const unfinished = new Set(["new", "needs-translation", "initial"]);

/** Elements that hold proposals: their sources and targets are not the unit's. */
const asides = new Set([
  "alt-trans",
  "matches",
  "notes",
  "note",
  "glossary",
  "metadata",
  "originalData",
  "resourceData",
  "changeTrack",
]);

/** `seg-source` is the source again, split into segments. */
type Side = "source" | "seg-source" | "target";
const sideNames: readonly string[] = ["source", "seg-source", "target"] satisfies Side[];

/**
 * Reads XLIFF 1.2 or 2.0: a pair for each unit, or segment of a unit, that has a translation. Segments of 1.2 are
 * those that `seg-source` and the target mark. `columns` may swap the sides: by number, as source and target, or by
 * the languages that the file names.
 * @throws {DataError} if it is not XML, or the file does not have the columns
 */
function readXliff(
  chunks: AsyncIterable<Uint8Array>,
  { name, columns, remarks }: FormatReading,
): AsyncGenerator<PairLine, void, undefined> {
  return readXml<PairLine>(chunks, name, (emit, fail): XmlListener => {
    let turned = columns === undefined ? false : null;
    let languages: (string | undefined)[] = [];
    let sides: Partial<Record<Side, UnitText>> = {};
    let side: Side | null = null;
    let finished = true;
    let aside = 0;

    const isTurned = (wanted: Columns): boolean => {
      const bySide = wanted.some((column) => typeof column === "string" && languages.includes(column));
      const names = bySide ? languages.map((one) => one ?? "") : ["source", "target"];
      const [source, target] = columnIndices(wanted, names, name);
      if (source === target) fail(`both columns are the ${names[source]}: expected two`);
      return source === 1;
    };
    const pair = (source: SegmentText, target: SegmentText | undefined): PairLine => {
      if (target === undefined || !finished || target.text.trim() === "") return "untranslated";
      turned ??= isTurned(columns!);
      const [from, to] = turned ? [target, source] : [source, target];
      const line = trimPair({ source: singleLine(from.text), target: singleLine(to.text) });
      if (typeof line !== "string" && (from.marked || to.marked)) remarks.markup++;
      return line;
    };
    const unit = (): PairLine[] => {
      const { source, target } = sides;
      const { segments } = sides["seg-source"] ?? source!;
      if (segments.size === 0 || !target?.segments.size) return [pair(source!.whole, target?.whole)];
      return [...segments].map(([mid, segment]) => pair(segment, target.segments.get(mid)));
    };
    return {
      open(tag, attributes) {
        if (side !== null) sides[side]!.open(tag, attributes);
        else if (asides.has(tag)) aside++;
        else if (aside > 0) return;
        else if (tag === "file" || tag === "xliff") languages = languagesOf(attributes, languages);
        else if (tag === "trans-unit" || tag === "segment") {
          sides = {};
          finished = !unfinished.has(attributes.state ?? "");
        } else if (sideNames.includes(tag)) {
          side = tag as Side;
          sides[side] = new UnitText();
          if (tag === "target" && unfinished.has(attributes.state ?? "")) finished = false;
        }
      },
      text(text) {
        if (side !== null) sides[side]!.add(text);
      },
      close(tag) {
        if (tag === side) side = null;
        else if (side !== null) sides[side]!.close(tag);
        else if (asides.has(tag)) aside--;
        else if (aside === 0 && (tag === "trans-unit" || tag === "segment") && sides.source !== undefined) {
          for (const line of unit()) emit(line);
        }
      },
    };
  });
}

function languagesOf(
  attributes: Readonly<Record<string, string>>,
  before: (string | undefined)[],
): (string | undefined)[] {
  const source = attributes["source-language"] ?? attributes.srcLang;
  const target = attributes["target-language"] ?? attributes.trgLang;
  return source === undefined && target === undefined ? before : [source, target];
}
