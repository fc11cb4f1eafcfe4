import type { Columns } from "../columns.ts";
import { type PairLine, trimPair } from "../pair.ts";
import type { FileFormat, FormatReading } from "./file-format.ts";
import { SegmentText } from "./segment-text.ts";
import { singleLine } from "./single-line.ts";
import { readXml, type XmlListener } from "./xml.ts";

/** Translation memories. */
export const tmx: FileFormat = {
  extensions: ["tmx"],
  description: "a translation memory: the header's language and the other one, or the two that columns names",
  options: ["columns"],
  read: readTmx,
};

/** The text of a unit in one language. */
interface Variant {
  readonly language: string;
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Reads a translation memory in TMX 1.4: a pair for each unit that has both languages, and for each of its variants in
 * a language. `en` matches `en-US` if a unit has no plain `en`. Without `columns`, the source is the header's
 * `srclang`, and the target is the other language of the first unit that has several.
 * @throws {DataError} if it is not XML, or the first unit with several languages leaves open which are meant
 */
function readTmx(
  chunks: AsyncIterable<Uint8Array>,
  { name, columns, remarks }: FormatReading,
): AsyncGenerator<PairLine, void, undefined> {
  return readXml<PairLine>(chunks, name, (emit, fail): XmlListener => {
    let sourceLanguage: string | undefined;
    let languages: readonly [string, string] | null = null;
    let variants: Variant[] | null = null;
    let language = "";
    let segment: SegmentText | null = null;

    const unit = (found: readonly Variant[]): PairLine[] => {
      if (found.length === 0) return ["blank"];
      if (languages === null && new Set(found.map((one) => normal(one.language))).size === 1)
        return ["language"];
      languages ??= chooseLanguages(
        found.map((one) => one.language),
        sourceLanguage,
        columns,
        fail,
      );
      const [sources, targets] = languages.map((wanted) => variantsIn(found, wanted));
      if (sources!.length === 0 || targets!.length === 0) return ["language"];
      return sources!.flatMap((source) => targets!.map((target) => pair(source, target)));
    };
    const pair = (source: Variant, target: Variant): PairLine => {
      const line = trimPair({ source: singleLine(source.text), target: singleLine(target.text) });
      if (typeof line !== "string" && (source.marked || target.marked)) remarks.markup++;
      return line;
    };
    return {
      open(tag, attributes) {
        if (segment !== null) segment.open(tag);
        else if (tag === "header") sourceLanguage = attributes.srclang;
        else if (tag === "tu") variants = [];
        else if (tag === "tuv") language = attributes["xml:lang"] ?? attributes.lang ?? "";
        else if (tag === "seg" && variants !== null) segment = new SegmentText();
      },
      text(text) {
        segment?.add(text);
      },
      close(tag) {
        if (tag === "seg" && segment !== null) {
          variants?.push({ language, text: segment.text, marked: segment.marked });
          segment = null;
        } else if (segment !== null) {
          segment.close(tag);
        } else if (tag === "tu" && variants !== null) {
          for (const line of unit(variants)) emit(line);
          variants = null;
        }
      },
    };
  });
}

/** A language tag for comparison: in lower case, with `-` for `_`. */
function normal(language: string): string {
  return language.toLowerCase().replaceAll("_", "-");
}

/** The variants in a language, or else in its first regional form in the unit: `en-US` for `en`. */
function variantsIn(variants: readonly Variant[], wanted: string): readonly Variant[] {
  const of = (language: string) => variants.filter((one) => normal(one.language) === normal(language));
  const exact = of(wanted);
  if (exact.length > 0) return exact;
  const kind = variants.find(({ language }) => normal(language).startsWith(`${normal(wanted)}-`));
  return kind === undefined ? [] : of(kind.language);
}

/** Chooses the two languages by the first unit. */
function chooseLanguages(
  found: readonly string[],
  sourceLanguage: string | undefined,
  columns: Columns | undefined,
  fail: (problem: string) => never,
): readonly [string, string] {
  const open = columns === undefined || columns.some((column) => typeof column === "number");
  if (!open) return columns as readonly [string, string];
  const source = found.find((one) => normal(one) === normal(sourceLanguage ?? "")) ?? found[0]!;
  const others = [...new Set(found.map(normal))].filter((one) => one !== normal(source));
  const names = found.map((one) => JSON.stringify(one)).join(", ");
  if (others.length !== 1) {
    fail(`which languages are source and target? The unit has ${names}: name two of them as columns`);
  }
  const sides = [source, others[0]!];
  const [first, second] = (columns ?? [1, 2]).map((column) =>
    typeof column === "string"
      ? column
      : (sides[column - 1] ?? fail(`no column ${column}: expected 1 or 2: the unit has ${names}`)),
  );
  return [first!, second!];
}
