import type { RandomStream } from "../../src/random.ts";
import { byteLevelCharacters } from "../../src/text/subwords/byte-level.ts";
import { BYTE_PIECES } from "../../src/text/subwords/fixed-pieces.ts";

/** Letters with accents to take off, digits, marks, Japanese, what NFKC unfolds, an emoji of several code points. */
const characters = [..."abcdeéÀΣσ 1２-.'▁かがカﾊﾟ犬ﬁ㎏", "e\u0301", "👩‍👧", "\t"];
const special = ["<pad>", "<unk>", "<s>", "</s>"];

/** A tokenizer.json drawn at random of all that henkan reads, with its special symbols at 0 to 3. */
export function drawnTokenizerFile(random: RandomStream) {
  const normalizer = drawnNormalizer(random);
  const preTokenizer = drawnPreTokenizer(random, /Strip|Replace|Prepend/.test(JSON.stringify(normalizer)));
  const ofBytes = JSON.stringify(preTokenizer).includes("ByteLevel");
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [
      ...special.map((content, id) => addedToken(id, content, { special: true })),
      ...(random.integer(3) === 0 ? [addedToken(4, "<x>", flags(random))] : []),
    ],
    normalizer,
    pre_tokenizer: preTokenizer,
    post_processor: null,
    decoder: null,
    model: random.integer(2) === 0 ? drawnBpe(random, ofBytes) : drawnUnigram(random, ofBytes),
  };
}

/** A line of what drawn files know, and of what some of them do not. */
export function drawnLine(random: RandomStream): string {
  const parts = [...characters, "abc", "bad", "<x>", "  ", "ひ", "𝒳"];
  return Array.from({ length: random.integer(16) }, () => pick(random, parts)).join("");
}

function pick<T>(random: RandomStream, list: readonly T[]): T {
  return list[random.integer(list.length)]!;
}

const flags = (random: RandomStream) => ({
  lstrip: random.integer(2) === 0,
  rstrip: random.integer(2) === 0,
  normalized: random.integer(2) === 0,
});

function addedToken(id: number, content: string, given: object) {
  const usual = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: false };
  return { id, content, ...usual, ...given };
}

function drawnNormalizer(random: RandomStream): object | null {
  const one = (): object =>
    pick(random, [
      { type: "NFC" },
      { type: "NFD" },
      { type: "NFKC" },
      { type: "NFKD" },
      { type: "Lowercase" },
      { type: "StripAccents" },
      { type: "Strip", strip_left: random.integer(2) === 0, strip_right: random.integer(2) === 0 },
      { type: "Prepend", prepend: "▁" },
      {
        type: "Replace",
        pattern: { String: pick(random, ["a", " ", "か", "ab"]) },
        content: pick(random, ["", "b", "▁"]),
      },
      {
        type: "Replace",
        pattern: { Regex: pick(random, [" {2,}", "[0-9]+", "^ "]) },
        content: pick(random, ["", " ", "c"]),
      },
    ]);
  const count = random.integer(4);
  if (count === 0) return null;
  return count === 1 ? one() : { type: "Sequence", normalizers: Array.from({ length: count }, one) };
}

/**
 * @param isMoved whether the normalizer moves the text's beginning: `tokenizers` takes for "first" what stood first before
 * that, which may be nothing or several chunks; henkan takes the first chunk
 */
function drawnPreTokenizer(random: RandomStream, isMoved: boolean): object | null {
  const one = (): object =>
    pick(random, [
      {
        type: "Metaspace",
        replacement: "▁",
        prepend_scheme: pick(random, ["always", "never", ...(isMoved ? [] : ["first"])]),
        split: random.integer(2) === 0,
      },
      { type: "WhitespaceSplit" },
      { type: "Whitespace" },
      { type: "Digits", individual_digits: random.integer(2) === 0 },
      { type: "Punctuation", behavior: "Isolated" },
    ]);
  const bytes = () => ({
    type: "ByteLevel",
    add_prefix_space: random.integer(2) === 0,
    trim_offsets: true,
    use_regex: random.integer(2) === 0,
  });
  switch (random.integer(6)) {
    case 0:
      return null;
    case 1:
      return bytes();
    case 2:
      return { type: "Sequence", pretokenizers: [one(), one()] };
    case 3:
      return { type: "Sequence", pretokenizers: [one(), bytes()] };
    default:
      return one();
  }
}

/** Some single characters, and pieces joined of them: [the two parts of each joined one]. */
function drawnPieces(
  random: RandomStream,
  ofBytes: boolean,
): { pieces: string[]; merges: [string, string][] } {
  const all = [...new Set(characters.flatMap((text) => [...(ofBytes ? byteLevelCharacters(text) : text)]))];
  const pieces = all.filter(() => random.integer(8) > 0);
  const merges: [string, string][] = [];
  for (let i = 0; i < 80; i++) {
    const [a, b] = [pick(random, pieces), pick(random, pieces)];
    if ([...(a + b)].length > 6 || pieces.includes(a + b)) continue;
    pieces.push(a + b);
    merges.push([a, b]);
  }
  return { pieces, merges };
}

function drawnBpe(random: RandomStream, ofBytes: boolean) {
  const { pieces, merges } = drawnPieces(random, ofBytes);
  const byteFallback = !ofBytes && random.integer(3) === 0;
  const entries = [...special, "<x>", ...(byteFallback ? BYTE_PIECES : []), ...pieces];
  return {
    type: "BPE",
    dropout: null,
    unk_token: "<unk>",
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: random.integer(2) === 0,
    byte_fallback: byteFallback,
    ignore_merges: random.integer(2) === 0,
    vocab: Object.fromEntries(entries.map((piece, id) => [piece, id])),
    merges,
  };
}

function drawnUnigram(random: RandomStream, ofBytes: boolean) {
  const { pieces } = drawnPieces(random, ofBytes);
  const byteFallback = !ofBytes && random.integer(3) === 0;
  const entries = [...special, "<x>", ...(byteFallback ? BYTE_PIECES : []), ...pieces];
  return {
    type: "Unigram",
    unk_id: 1,
    byte_fallback: byteFallback,
    vocab: entries.map((piece, id) => [
      piece,
      id < 5 ? 0 : -(1 + random.uniform() * 9) * Math.sqrt([...piece].length),
    ]),
  };
}
