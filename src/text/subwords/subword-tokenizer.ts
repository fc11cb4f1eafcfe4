import type { RandomStream } from "../../random.ts";
import { scoredTokens } from "../scored-tokens.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { UNK, Vocabulary } from "../vocabulary.ts";
import { type AddedSymbol, type Section, SymbolSplitter } from "./added-symbols.ts";
import { type Decoder, parseDecoder } from "./decoder.ts";
import { BYTE_PIECES } from "./fixed-pieces.ts";
import { lowers, type Normalizer, parseNormalizer } from "./normalizer.ts";
import { type PreTokenizer, parsePreTokenizer } from "./pre-tokenizer.ts";
import { SPACE } from "./segments.ts";
import type { SubwordModel } from "./subword-model.ts";
import { type TextRules, type TokenizerFile, tokenizerFile } from "./tokenizer-file.ts";

/**
 * Splits text into the pieces of a subword model. Lone surrogates become U+FFFD. Then the text is normalised (see
 * `normalizerJson`) and split into chunks, each a word with ▁ for the space before it, and the model splits the
 * chunks. With byte fallback, every text is decoded to its normal form, whatever its characters. Text that is spelled
 * like a special symbol or a byte piece stays text; a user's symbol is always one token, and in the normal form a word
 * by itself.
 */
export class SubwordTokenizer implements Tokenizer {
  readonly kind: SubwordModel["kind"];
  readonly lowercase: boolean;
  readonly vocabulary: Vocabulary;
  readonly symbols: readonly AddedSymbol[];
  readonly rules: TextRules;
  readonly model: SubwordModel;
  private readonly normalizer: Normalizer;
  private readonly preTokenizer: PreTokenizer;
  private readonly decoder: Decoder;
  private readonly raw: SymbolSplitter;
  private readonly normalized: SymbolSplitter;
  private readonly symbolIds: ReadonlyMap<string, number>;

  /**
   * @param symbols pieces of the model that are always one token
   * @throws RangeError if the model's pieces do not begin with the special symbols, or one occurs twice
   * @throws CheckpointError if a rule is not supported
   */
  constructor(model: SubwordModel, symbols: readonly AddedSymbol[], rules: TextRules) {
    this.kind = model.kind;
    this.model = model;
    this.vocabulary = Vocabulary.fromJSON(model.pieces);
    this.symbols = symbols;
    this.rules = rules;
    this.lowercase = lowers(rules.normalizer);
    this.normalizer = parseNormalizer(rules.normalizer);
    this.preTokenizer = parsePreTokenizer(rules.pre_tokenizer);
    this.decoder = parseDecoder(rules.decoder);
    this.symbolIds = new Map(symbols.map(({ content }) => [content, model.pieces.indexOf(content)]));
    const later = symbols.filter(({ normalized }) => normalized);
    this.raw = new SymbolSplitter(
      symbols.filter(({ normalized }) => !normalized),
      ({ content }) => content,
    );
    this.normalized = new SymbolSplitter(later, ({ content }) => this.normalizer(content));
  }

  normalize(text: string): string {
    return this.detokenize(this.sections(text).flatMap((section) => this.chunks(section)));
  }

  tokens(text: string): string[] {
    return this.sections(text).flatMap((section) => this.tokensOf(section));
  }

  phrases(text: string): string[][] {
    const [first, ...others] = this.sections(text);
    const begins = this.tokens(text);
    const chunk = first && !first.isSymbol ? this.chunks(first)[0] : undefined;
    if (!chunk?.startsWith(SPACE)) return [begins];
    const bare = this.piecesOf(chunk.slice(SPACE.length));
    const rest = [
      ...this.chunks(first!)
        .slice(1)
        .flatMap((one) => this.piecesOf(one)),
      ...others.flatMap((one) => this.tokensOf(one)),
    ];
    const within = [...bare, ...rest];
    return unspaced.test(chunk) && this.joinsWords() ? [within, begins] : [begins, within];
  }

  encode(text: string): number[] {
    return this.idsBy(text, (chunk) => this.model.cut(chunk));
  }

  sample(text: string, random: RandomStream, strength: number): number[] {
    if (strength === 0) return this.encode(text);
    return this.idsBy(text, (chunk) => this.model.sample(chunk, random, strength));
  }

  decode(ids: ArrayLike<number>): string {
    return this.detokenize(this.vocabulary.tokens(ids, "\ufffd"));
  }

  detokenize(tokens: readonly string[]): string {
    const spaced =
      this.symbolIds.size === 0
        ? tokens
        : tokens.map((token) => (this.symbolIds.has(token) ? this.spacedSymbol(token) : token));
    return this.decoder(spaced).join("");
  }

  scoredTokens(text: string): string[] {
    return scoredTokens(this.normalize(text));
  }

  /** The chunks that the model splits: the words of the normalised text, without symbols. */
  words(text: string): string[] {
    return this.sections(text).flatMap((section) => (section.isSymbol ? [] : this.chunks(section)));
  }

  toJSON(): TokenizerFile {
    return tokenizerFile(this.model, this.symbols, this.rules);
  }

  private idsBy(text: string, cut: (chunk: string) => number[]): number[] {
    const ids: number[] = [];
    for (const section of this.sections(text)) {
      if (section.isSymbol) ids.push(this.symbolIds.get(section.text)!);
      // Not spread into push: a chunk may have more pieces than a call may have arguments.
      else for (const chunk of this.chunks(section)) for (const id of cut(chunk)) ids.push(id);
    }
    return ids;
  }

  /** Symbols, and normalised text between them. */
  private sections(text: string): Section[] {
    const sections: Section[] = [];
    for (const section of this.raw.split(wellFormed(text))) {
      if (section.isSymbol) sections.push(section);
      else sections.push(...this.normalized.split(this.normalizer(section.text), section.isStart));
    }
    return sections;
  }

  private chunks({ text, isSymbol, isStart }: Section): string[] {
    return isSymbol ? [text] : this.preTokenizer(text, isStart);
  }

  private tokensOf(section: Section): string[] {
    return section.isSymbol ? [section.text] : this.chunks(section).flatMap((chunk) => this.piecesOf(chunk));
  }

  /** Whether Japanese and Chinese pieces mostly occur within words: they were learnt from text without spaces. */
  private joinsWords(): boolean {
    const long = this.model.pieces.filter((piece) => unspaced.test(piece) && piece.length > 2);
    return 2 * long.filter((piece) => piece.startsWith(SPACE)).length < long.length;
  }

  /** If each word has its ▁, a symbol is a word too. */
  private spacedSymbol(symbol: string): string {
    const [chunk] = this.preTokenizer("a", false);
    return chunk === `${SPACE}a` ? SPACE + symbol : symbol;
  }

  /** The pieces of a chunk as strings; text without a piece stays as it is. */
  private piecesOf(chunk: string): string[] {
    const ids = this.model.cut(chunk);
    const { pieces } = this.model;
    if (!ids.includes(UNK)) return ids.map((id) => pieces[id]!);
    const tokens: string[] = [];
    let at = 0;
    for (const [i, id] of ids.entries()) {
      if (id !== UNK) {
        tokens.push(pieces[id]!);
        if (!BYTES.has(pieces[id]!)) at += pieces[id]!.length;
        continue;
      }
      const width = chunk.codePointAt(at)! > 0xffff ? 2 : 1;
      const next = ids[i + 1];
      const found =
        next === undefined ? -1 : next === UNK ? at + width : chunk.indexOf(pieces[next]!, at + width);
      const end = found < 0 ? chunk.length : found;
      const unknown = chunk.slice(at, end);
      tokens.push(this.vocabulary.id(unknown) === UNK ? unknown : pieces[UNK]!);
      at = end;
    }
    return tokens;
  }
}

/** Matches text that begins with a Japanese or Chinese character, after an optional ▁. */
const unspaced = /^▁?[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;
const BYTES: ReadonlySet<string> = new Set(BYTE_PIECES);

/** A text with U+FFFD for lone surrogates, which UTF-8 cannot encode. */
function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text) ? text.replace(/\p{Surrogate}/gu, "\ufffd") : text;
}
