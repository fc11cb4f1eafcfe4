import { Tokenizer as ScriptTokenizer } from "@huggingface/tokenizers";
import { Tokenizer as NativeTokenizer } from "tokenizers";

/** What another program makes of a line. */
export interface Judge {
  readonly name: string;
  encode(lines: readonly string[]): Promise<number[][]>;
  decode(ids: number[]): Promise<string>;
}

/** The two programs of Hugging Face, each with a tokenizer.json. */
export function judges(json: unknown): Judge[] {
  const script = new ScriptTokenizer(json as object, { clean_up_tokenization_spaces: false });
  const native = NativeTokenizer.fromString(JSON.stringify(json));
  return [
    {
      name: "@huggingface/tokenizers",
      encode: async (lines) => lines.map((line) => script.encode(line).ids),
      decode: async (ids) => script.decode(ids, { skip_special_tokens: true }),
    },
    {
      name: "tokenizers",
      encode: async (lines) => (await native.encodeBatch([...lines])).map((encoding) => encoding.getIds()),
      decode: (ids) => native.decode(ids, true),
    },
  ];
}
