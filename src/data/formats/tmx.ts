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

/** What a unit says in one language. */
interface Variant {
  readonly language: string;
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Reads a translation memory in TMX 1.4: a pair for each unit that has both languages. `en` takes what is in `en-US` where
 * a unit has no plain `en`. Without `columns`, the source is the header's `srclang` and the target the other language of the
 * first unit.
 * @throws {DataError} where it is not XML, or a first unit of several languages leaves open which are meant
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

    const unit = (found: readonly Variant[]): PairLine => {
      if (found.length === 0) return "blank";
      languages ??= chooseLanguages(
        found.map((one) => one.language),
        sourceLanguage,
        columns,
        fail,
      );
      const [source, target] = languages.map((wanted) => variantIn(found, wanted));
      if (source === undefined || target === undefined) return "language";
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
          emit(unit(variants));
          variants = null;
        }
      },
    };
  });
}

/** Language tags are compared without regard to case, `_` is `-`. */
function normal(language: string): string {
  return language.toLowerCase().replaceAll("_", "-");
}

/** The variant in a language, or else in one of its kinds: `en-US` for `en`. */
function variantIn(variants: readonly Variant[], wanted: string): Variant | undefined {
  const exact = variants.find(({ language }) => normal(language) === normal(wanted));
  return exact ?? variants.find(({ language }) => normal(language).startsWith(`${normal(wanted)}-`));
}

/** Which two languages are meant, by the first unit. */
function chooseLanguages(
  found: readonly string[],
  sourceLanguage: string | undefined,
  columns: Columns | undefined,
  fail: (problem: string) => never,
): readonly [string, string] {
  const open = columns === undefined || columns.some((column) => typeof column === "number");
  if (!open) return columns as readonly [string, string];
  const source = found.find((one) => normal(one) === normal(sourceLanguage ?? "")) ?? found[0]!;
  const others = found.filter((one) => normal(one) !== normal(source));
  const names = found.map((one) => JSON.stringify(one)).join(", ");
  if (others.length !== 1) {
    fail(
      `which languages are source and target? The unit has ${names}: say it with --columns SOURCE,TARGET, such as en,ja, ` +
        "or as data.columns in the configuration file",
    );
  }
  const sides = [source, others[0]!];
  const [first, second] = (columns ?? [1, 2]).map((column) =>
    typeof column === "string"
      ? column
      : (sides[column - 1] ?? fail(`no column ${column}: expected 1 or 2: the unit has ${names}`)),
  );
  return [first!, second!];
}
