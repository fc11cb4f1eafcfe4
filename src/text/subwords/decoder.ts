import { z } from "zod";
import { byteLevelText } from "./byte-level.ts";
import {
  type Component,
  component,
  parseComponent,
  refuseGrowth,
  replacer,
  replaceSchema,
} from "./component.ts";
import { BYTE_PIECES } from "./fixed-pieces.ts";
import { SPACE } from "./segments.ts";

/** One step from tokens to text: turns tokens into fewer or other tokens, which are joined at the end. */
export type Decoder = (tokens: readonly string[]) => string[];

/** How subwords become text again, as the `decoder` of a tokenizer.json. */
export const DECODER_JSON = {
  type: "Sequence",
  decoders: [
    { type: "Replace", pattern: { String: SPACE }, content: " " },
    { type: "ByteFallback" },
    { type: "Fuse" },
    { type: "Strip", content: " ", start: 1, stop: 0 },
  ],
} as const;

const DECODERS: Readonly<Record<string, Component<Decoder>>> = {
  Metaspace: component(
    z.object({
      replacement: z.string().min(1),
      prepend_scheme: z.enum(["always", "first", "never"]).optional(),
      add_prefix_space: z.boolean().default(true),
    }),
    ({ replacement, add_prefix_space, prepend_scheme = add_prefix_space ? "always" : "never" }) =>
      (tokens) =>
        tokens.map((token, index) => {
          const isPrepended = index === 0 && prepend_scheme !== "never" && token.startsWith(replacement);
          return token.slice(isPrepended ? replacement.length : 0).replaceAll(replacement, " ");
        }),
  ),
  Replace: component(replaceSchema, (replace) => {
    const inToken = replacer(replace);
    return (tokens) => tokens.map(inToken);
  }),
  ByteFallback: component(z.object({}), () => joinBytes),
  Fuse: component(z.object({}), () => (tokens) => [tokens.join("")]),
  Strip: component(
    z.object({ content: z.string().length(1), start: z.int().min(0), stop: z.int().min(0) }),
    ({ content, start, stop }) =>
      (tokens) =>
        tokens.map((token) => {
          let [from, to] = [0, token.length];
          while (from < start && token[from] === content) from++;
          while (token.length - to < stop && to > from && token[to - 1] === content) to--;
          return token.slice(from, to);
        }),
  ),
  BPEDecoder: component(z.object({ suffix: z.string().min(1) }), ({ suffix }) => {
    return (tokens) =>
      tokens.map((token, index) => token.replaceAll(suffix, index === tokens.length - 1 ? "" : " "));
  }),
  ByteLevel: component(z.object({}), () => (tokens) => [byteLevelText(tokens)]),
  Sequence: component(z.object({ decoders: z.array(z.unknown()) }), ({ decoders }) => {
    const steps = decoders.map(parseDecoder);
    return (tokens) => {
      const before = totalLength(tokens);
      return steps.reduce(
        (so, step) => {
          const next = step(so);
          refuseGrowth(before, totalLength(next), "decoder Sequence");
          return next;
        },
        [...tokens],
      );
    };
  }),
};

/**
 * Reads the `decoder` of a tokenizer.json; without one, tokens are joined by spaces.
 * @throws CheckpointError if it is not supported
 */
export function parseDecoder(json: unknown): Decoder {
  return json === null ? (tokens) => [tokens.join(" ")] : parseComponent(json, "decoder", DECODERS);
}

const BYTES: ReadonlyMap<string, number> = new Map(BYTE_PIECES.map((piece, byte) => [piece, byte]));
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes runs of byte pieces; U+FFFD for invalid UTF-8, such as half a character. */
function joinBytes(tokens: readonly string[]): string[] {
  const joined: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) joined.push(utf8.decode(Uint8Array.from(bytes)));
    bytes = [];
  };
  for (const token of tokens) {
    const byte = BYTES.get(token);
    if (byte === undefined) {
      flush();
      joined.push(token);
    } else bytes.push(byte);
  }
  flush();
  return joined;
}

function totalLength(tokens: readonly string[]): number {
  return tokens.reduce((sum, { length }) => sum + length, 0);
}
