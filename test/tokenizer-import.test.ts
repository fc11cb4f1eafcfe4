import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BPE,
  bpeDecoder,
  byteFallbackDecoder,
  byteLevelPreTokenizer,
  type Decoder,
  digitsPreTokenizer,
  fuseDecoder,
  lowercase,
  metaspaceDecoder,
  metaspacePreTokenizer,
  Tokenizer as NativeTokenizer,
  type Normalizer,
  nfcNormalizer,
  nfdNormalizer,
  nfkcNormalizer,
  type PreTokenizer,
  prependNormalizer,
  punctuationPreTokenizer,
  replace,
  replaceDecoder,
  sequenceDecoder,
  sequenceNormalizer,
  sequencePreTokenizer,
  stripAccentsNormalizer,
  stripDecoder,
  stripNormalizer,
  Unigram,
  whitespacePreTokenizer,
  whitespaceSplitPreTokenizer,
} from "tokenizers";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../src/errors.ts";
import { tokenizerFromJson, UNK } from "../src/text/index.ts";
import { BYTE_PIECES } from "../src/text/subwords/fixed-pieces.ts";
import { judges } from "./support/judges.ts";

const LINES = [
  "The cat sat on the mat , the CAT 's hat is 3.14 m .",
  "the hat of the cat is at the mat at 10 a.m. today !",
  "私は猫が好きです。 猫も私が好きです。",
  "  two  spaces before, e\u0301te\u0301 after  ",
  "i 'll see the cats' hats in 1984 and 2024",
];
const READ = [
  ...LINES,
  "",
  " ",
  "cat",
  "Cats & dogs <2ja> 猫<2ja> the",
  "犬🐕 x",
  "tab\tnew\nline",
  "ΑΣ Σ",
  "▁a ▁▁b",
];

interface Foreign {
  readonly name: string;
  readonly unigram?: boolean;
  readonly model?: Parameters<typeof BPE.init>[2];
  readonly normalizer?: Normalizer;
  readonly preTokenizer?: PreTokenizer;
  readonly decoder?: Decoder;
  /** A decoder that the binding cannot make. */
  readonly decoderJson?: object;
  /** Whether decoded text is compared too: only where the other program gives text back that can be compared. */
  readonly decodes?: boolean;
}

const spaces = sequenceDecoder([
  replaceDecoder("▁", " "),
  byteFallbackDecoder(),
  fuseDecoder(),
  stripDecoder(" ", 1, 0),
]);

const FOREIGN: Foreign[] = [
  {
    name: "Metaspace, always",
    preTokenizer: metaspacePreTokenizer(),
    decoder: metaspaceDecoder(),
    decodes: true,
  },
  {
    name: "Metaspace, first",
    preTokenizer: metaspacePreTokenizer("▁", "first"),
    decoder: metaspaceDecoder("▁", "first"),
  },
  {
    name: "Metaspace, never",
    preTokenizer: metaspacePreTokenizer("▁", "never"),
    decoder: metaspaceDecoder("▁", "never"),
  },
  {
    name: "Metaspace, not split",
    preTokenizer: metaspacePreTokenizer("▁", "always", false),
    decoder: metaspaceDecoder(),
  },
  {
    name: "as Llama: Prepend and Replace, no pre-tokenizer",
    model: { byteFallback: true, fuseUnk: true, unkToken: "<unk>" },
    normalizer: sequenceNormalizer([prependNormalizer("▁"), replace(" ", "▁")]),
    decoder: spaces,
    decodes: true,
  },
  {
    name: "NFKC, Lowercase, Strip, Replace",
    normalizer: sequenceNormalizer([nfkcNormalizer(), lowercase(), stripNormalizer(), replace("  ", " ")]),
    preTokenizer: metaspacePreTokenizer(),
    decoder: metaspaceDecoder(),
  },
  {
    name: "NFD, StripAccents, NFC, WhitespaceSplit and Sennrich's end of word",
    model: { endOfWordSuffix: "</w>", unkToken: "<unk>" },
    normalizer: sequenceNormalizer([nfdNormalizer(), stripAccentsNormalizer(), nfcNormalizer()]),
    preTokenizer: whitespaceSplitPreTokenizer(),
    decoder: bpeDecoder("</w>"),
    decodes: true,
  },
  {
    name: "a continuing prefix",
    model: { continuingSubwordPrefix: "##", unkToken: "<unk>" },
    preTokenizer: whitespacePreTokenizer(),
  },
  {
    name: "Whitespace, Punctuation and Digits",
    preTokenizer: sequencePreTokenizer([
      whitespacePreTokenizer(),
      punctuationPreTokenizer(),
      digitsPreTokenizer(true),
    ]),
  },
  {
    name: "ByteLevel",
    preTokenizer: byteLevelPreTokenizer(),
    decoderJson: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    decodes: true,
  },
  { name: "Unigram, Metaspace", unigram: true, preTokenizer: metaspacePreTokenizer() },
  {
    name: "Unigram, as T5: NFKC, WhitespaceSplit, Metaspace",
    unigram: true,
    normalizer: nfkcNormalizer(),
    preTokenizer: sequencePreTokenizer([whitespaceSplitPreTokenizer(), metaspacePreTokenizer()]),
    decoder: metaspaceDecoder(),
  },
  { name: "fused <unk>", model: { fuseUnk: true, unkToken: "<unk>" }, preTokenizer: metaspacePreTokenizer() },
];

describe.each(FOREIGN)("a tokenizer.json of another program's trainer: $name", (foreign) => {
  it("gives the same tokens here, and what is saved of it the same ids there", async () => {
    const { decoderJson, ...parts } = foreign;
    const trained = await trainElsewhere(parts);
    const json = decoderJson ? { ...trained, decoder: decoderJson } : trained;
    const native = NativeTokenizer.fromString(JSON.stringify(json));
    const own = tokenizerFromJson(JSON.parse(JSON.stringify(json)));
    expect(own.vocabulary.toJSON().slice(0, 5)).toEqual([
      "<pad>",
      "<unk>",
      "<s>",
      "</s>",
      expect.any(String),
    ]);
    for (const line of READ) {
      const theirs = await native.encode(line);
      expect(
        own.encode(line).map((id) => own.vocabulary.token(id)),
        line,
      ).toEqual(theirs.getIds().map((id) => native.idToToken(id)));
      if (foreign.decodes && !line.includes("<2ja>")) {
        const text = await native.decode(theirs.getIds(), false);
        expect(own.decode(own.encode(line))).toBe(text.replaceAll("<unk>", "\ufffd"));
      }
    }
    const [, nativeAgain] = judges(JSON.parse(JSON.stringify(own)));
    const lines = READ.filter((line) => !line.includes("<unk>"));
    expect(await nativeAgain!.encode(lines)).toEqual(lines.map((line) => own.encode(line)));
  });
});

describe("a tokenizer.json with other names for the special symbols", () => {
  it("has them at ids 0 to 3, whatever its own ids are", () => {
    const vocab = { a: 0, "[UNK]": 1, "[SEP]": 2, "[PAD]": 3, "[CLS]": 4, "[MASK]": 5, ab: 6, b: 7 };
    const special = ["[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"] as const;
    const added_tokens = special.map((content) => ({
      id: vocab[content],
      content,
      special: true,
      normalized: false,
    }));
    const own = tokenizerFromJson({
      added_tokens,
      model: { type: "BPE", vocab, merges: ["a b"], unk_token: "[UNK]" },
    });
    expect(own.vocabulary.toJSON()).toEqual(["<pad>", "<unk>", "<s>", "</s>", "a", "[MASK]", "ab", "b"]);
    expect(own.encode("abxb[MASK]a")).toEqual([6, UNK, 7, 5, 4]);
  });
});

describe("what is not supported", () => {
  const model = { type: "BPE", vocab: { a: 0 }, merges: [] };

  it.each([
    [
      { model: { type: "WordPiece" } },
      'tokenizer: model.type "WordPiece" is not supported: expected BPE or Unigram',
    ],
    [
      { model, normalizer: { type: "Precompiled", precompiled_charsmap: "" } },
      'tokenizer: normalizer "Precompiled" is not supported: expected one of NFC, NFD, NFKC, NFKD, Lowercase, Replace, ' +
        "Prepend, Strip, StripAccents, Sequence; train a tokenizer without it",
    ],
    [
      { model, normalizer: { type: "Replace", pattern: { Regex: "(?<x" }, content: "" } },
      'tokenizer: normalizer Replace: pattern "(?<x": no regular expression of JavaScript: Invalid regular expression: ' +
        "/(?<x/gu: Invalid capture group name",
    ],
    [
      { model, normalizer: { type: "Replace", pattern: { Regex: "(a+)+$" }, content: "" } },
      'tokenizer: normalizer Replace: pattern "(a+)+$": it repeats a group with a choice or a repetition in it, so that a ' +
        "text could take time without end; train a tokenizer without it",
    ],
    [
      { model, normalizer: { type: "Replace", pattern: { String: "" }, content: "a" } },
      'tokenizer: normalizer Replace: pattern "": expected some text',
    ],
    [
      { model, pre_tokenizer: { type: "Metaspace", replacement: 3 } },
      "tokenizer: pre_tokenizer Metaspace: replacement: Invalid input: expected string, received number",
    ],
    [
      { model, decoder: { type: "CTC" } },
      'tokenizer: decoder "CTC" is not supported: expected one of Metaspace, Replace, ByteFallback, Fuse, Strip, ' +
        "BPEDecoder, ByteLevel, Sequence; train a tokenizer without it",
    ],
    [
      { model, added_tokens: [{ id: 1, content: "x", single_word: true }] },
      'tokenizer: added_tokens: "x" has single_word true, which is not supported: set it to false',
    ],
    [{ model: { ...model, merges: [["a", "b"]] } }, 'tokenizer: model: merge 0: "b" is no piece'],
    [
      { model: { ...model, vocab: { a: "x" } } },
      'tokenizer: model: vocab.a "x": expected an object of pieces with ids from 0 on',
    ],
    [{ model: 3 }, "tokenizer: model: Invalid input: expected object, received number"],
  ])("is refused by name: %j", (json, message) => {
    expect(() => tokenizerFromJson(json)).toThrow(new CheckpointError(message));
  });

  it("is not what makes a file with 40,000 added tokens fail, nor a pattern of 500 kB end in a fault of ours", () => {
    const added_tokens = Array.from({ length: 40_000 }, (_, i) => ({
      id: i + 1,
      content: `<extra_${i}>`,
      normalized: false,
    }));
    const tokenizer = tokenizerFromJson({ model, added_tokens });
    expect(tokenizer.tokens("a<extra_39999>a<extra_3>")).toEqual(["a", "<extra_39999>", "a", "<extra_3>"]);
    const pattern = { Regex: `(${"a".repeat(500_000)}` };
    expect(() => tokenizerFromJson({ model, normalizer: { type: "Replace", pattern, content: "" } })).toThrow(
      /^tokenizer: normalizer Replace: pattern "\(a{199}…": no regular expression of JavaScript: .{1,220}$/,
    );
  });

  it("is refused where steps make a text longer beyond measure, before memory is full", () => {
    const twice = { type: "Replace", pattern: { String: "a" }, content: "aa" };
    const normalizer = { type: "Sequence", normalizers: Array(60).fill(twice) };
    const reading = tokenizerFromJson({ model, normalizer });
    expect(() => reading.encode("a")).toThrow("normalizer Sequence: it makes 16384 characters of 1: ");
    const decoder = { type: "Sequence", decoders: Array(60).fill(twice) };
    const writing = tokenizerFromJson({ model, decoder });
    expect(() => writing.decode(writing.encode("a"))).toThrow(
      "decoder Sequence: it makes 16384 characters of 1: ",
    );
  });
});

/** What a tokenizer's own trainer saves after learning from the lines. */
async function trainElsewhere({
  model = { unkToken: "<unk>" },
  unigram = false,
  ...parts
}: Foreign): Promise<TokenizerJson> {
  const folder = await mkdtemp(join(tmpdir(), "henkan-"));
  try {
    const corpus = join(folder, "corpus.txt");
    await writeFile(corpus, `${LINES.join("\n")}\n`.repeat(3));
    const tokenizer = new NativeTokenizer(unigram ? Unigram.empty() : BPE.init({}, [], model));
    if (parts.normalizer) tokenizer.setNormalizer(parts.normalizer);
    if (parts.preTokenizer) tokenizer.setPreTokenizer(parts.preTokenizer);
    if (parts.decoder) tokenizer.setDecoder(parts.decoder);
    tokenizer.train([corpus]);
    const path = join(folder, "tokenizer.json");
    tokenizer.save(path);
    return withFixedTokens(JSON.parse(await readFile(path, "utf8")) as TokenizerJson);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface TokenizerJson {
  added_tokens: unknown[];
  model: {
    vocab: Record<string, number> | [string, number][];
    unk_id?: number | null;
    byte_fallback: boolean;
  };
}

/** The binding's trainer cannot be told of special tokens and bytes: they are added to what it has saved. */
function withFixedTokens(json: TokenizerJson): TokenizerJson {
  const { vocab, byte_fallback } = json.model;
  const add = (piece: string): number => {
    if (Array.isArray(vocab)) return vocab.push([piece, 0]) - 1;
    vocab[piece] = Object.keys(vocab).length;
    return vocab[piece];
  };
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  for (const content of ["<pad>", "<unk>"]) {
    const id = add(content);
    json.added_tokens.push({ id, content, ...flags, special: true });
    if (content === "<unk>" && Array.isArray(vocab)) json.model.unk_id = id;
  }
  if (byte_fallback) BYTE_PIECES.forEach(add);
  json.added_tokens.push({ id: add("<2ja>"), content: "<2ja>", ...flags, special: false });
  return json;
}
