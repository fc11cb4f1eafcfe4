import { describe, expect, it } from "vitest";
import { RandomStream } from "../src/random.ts";
import { tokenizerFromJson, UNK } from "../src/text/index.ts";
import { drawnWords } from "./support/drawn-sentences.ts";
import { drawnLine, drawnTokenizerFile } from "./support/drawn-tokenizer-file.ts";
import { askPython, withoutModules } from "./support/python.ts";

const withoutTokenizers = withoutModules("tokenizers");
const withoutSentencePiece = withoutModules("sentencepiece");

describe.skipIf(withoutTokenizers !== "")(`the library tokenizers${withoutTokenizers}`, () => {
  it("encodes with tokenizer files drawn at random as henkan does", () => {
    const drawn = Array.from({ length: 400 }, (_, n) => {
      const random = new RandomStream(1, "tokenizer files", n);
      return { file: drawnTokenizerFile(random), lines: Array.from({ length: 30 }, () => drawnLine(random)) };
    });
    const theirs = askPython<number[][][]>("tokenizers_encode.py", drawn);
    for (const [n, { file, lines }] of drawn.entries()) {
      const tokenizer = tokenizerFromJson(file);
      for (const [i, line] of lines.entries()) {
        const { normalizer, pre_tokenizer, model, added_tokens } = file;
        const parts = {
          normalizer,
          pre_tokenizer,
          added: added_tokens.slice(4),
          model: { ...model, vocab: 0, merges: 0 },
        };
        expect(tokenizer.encode(line), JSON.stringify({ n, line, ...parts })).toEqual(theirs[n]![i]);
      }
    }
  });
});

describe.skipIf(withoutSentencePiece !== "")(`SentencePiece${withoutSentencePiece}`, () => {
  it.each([
    { name: "characters that are not known", options: { character_coverage: 0.98 } },
    { name: "bytes for them", options: { character_coverage: 0.98, byte_fallback: true } },
  ])("cuts lines by its own unigram model as henkan does: $name", ({ options }) => {
    const random = new RandomStream(4, "sentencepiece");
    const train = Array.from({ length: 2000 }, () => drawnWords(random).join(" "));
    const lines = [...train.slice(0, 600), "", " ", "  a  b ", "龘 ▁x", "𝒳é"];
    const theirs = askPython<{ pieces: [string, number][]; encoded: string[][] }>(
      "sentencepiece_unigram.py",
      {
        train,
        lines,
        options: { vocab_size: 400, pad_id: 0, unk_id: 1, bos_id: 2, eos_id: 3, ...options },
      },
    );
    const tokenizer = tokenizerFromJson({
      normalizer: {
        type: "Sequence",
        normalizers: [
          { type: "Replace", pattern: { Regex: " {2,}" }, content: " " },
          { type: "Strip", strip_left: true, strip_right: true },
        ],
      },
      pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
      model: { type: "Unigram", unk_id: 1, vocab: theirs.pieces, byte_fallback: "byte_fallback" in options },
    });
    const own = lines.map((line) => tokenizer.encode(line));
    const ids = new Map(theirs.pieces.map(([piece], id) => [piece, id]));
    expect(own).toEqual(theirs.encoded.map((pieces) => pieces.map((piece) => ids.get(piece) ?? UNK)));
    expect(new Set(own.flat()).size).toBeGreaterThan(80);
  });
});
