import { z } from "zod";
import { lowerCase, type Normalization } from "../normalize.ts";
import {
  type Component,
  component,
  parseComponent,
  refuseGrowth,
  replacer,
  replaceSchema,
} from "./component.ts";
import { SPACE } from "./segments.ts";

export type Normalizer = (text: string) => string;

/** All of Unicode's White_Space, spelled out: programs differ in what they treat as white space. */
const WHITE_SPACE = "\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/**
 * How subwords normalise text, as the `normalizer` of a tokenizer.json: lower case if asked for; NFC or NFKC; one
 * space for each run of white space and ▁, and none at either end. NFKC also comes before lower case: the characters
 * that it decomposes may contain capitals.
 */
export function normalizerJson(normalization: Normalization, lowercase: boolean) {
  const form = { type: normalization === "nfkc" ? "NFKC" : "NFC" };
  const replace = (pattern: { String: string } | { Regex: string }, content: string) => ({
    type: "Replace",
    pattern,
    content,
  });
  // Capital sigma first: some programs convert it by its place in the word, others do not.
  const lower = [
    ...(normalization === "nfkc" ? [form] : []),
    replace({ String: "Σ" }, "σ"),
    { type: "Lowercase" },
  ];
  return {
    type: "Sequence",
    normalizers: [
      ...(lowercase ? lower : []),
      form,
      replace({ Regex: `[${WHITE_SPACE}${SPACE}]+` }, " "),
      replace({ Regex: "^ | $" }, ""),
    ],
  };
}

const form = (name: "NFC" | "NFD" | "NFKC" | "NFKD") =>
  component(z.object({}), (): Normalizer => (text) => text.normalize(name));

const NORMALIZERS: Readonly<Record<string, Component<Normalizer>>> = {
  NFC: form("NFC"),
  NFD: form("NFD"),
  NFKC: form("NFKC"),
  NFKD: form("NFKD"),
  Lowercase: component(z.object({}), () => lowerCase),
  Replace: component(replaceSchema, replacer),
  Prepend: component(z.object({ prepend: z.string() }), ({ prepend }) => {
    return (text) => (text === "" ? "" : prepend + text);
  }),
  Strip: component(
    z.object({ strip_left: z.boolean(), strip_right: z.boolean() }),
    ({ strip_left, strip_right }) => {
      const start = new RegExp(`^[${WHITE_SPACE}]+`, "u");
      const end = new RegExp(`[${WHITE_SPACE}]+$`, "u");
      return (text) => {
        const left = strip_left ? text.replace(start, "") : text;
        return strip_right ? left.replace(end, "") : left;
      };
    },
  ),
  StripAccents: component(z.object({}), () => (text) => text.replace(/\p{M}/gu, "")),
  Sequence: component(z.object({ normalizers: z.array(z.unknown()) }), ({ normalizers }) => {
    const steps = normalizers.map(parseNormalizer);
    return (text) =>
      steps.reduce((so, step) => {
        const next = step(so);
        refuseGrowth(text.length, next.length, "normalizer Sequence");
        return next;
      }, text);
  }),
};

/** Words of printable ASCII with single spaces: henkan's own normalizer without lower case leaves them as they are. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;
const KEEP_PLAIN: ReadonlySet<string> = new Set(
  (["nfc", "nfkc"] as const).map((normalization) => JSON.stringify(normalizerJson(normalization, false))),
);

/**
 * Reads the `normalizer` of a tokenizer.json. Regular expressions are read as JavaScript's.
 * @throws CheckpointError if it is not supported
 */
export function parseNormalizer(json: unknown): Normalizer {
  if (json === null) return (text) => text;
  const normalize = parseComponent(json, "normalizer", NORMALIZERS);
  return KEEP_PLAIN.has(JSON.stringify(json))
    ? (text) => (PLAIN.test(text) ? text : normalize(text))
    : normalize;
}

/** Whether a normalizer converts text to lower case. */
export function lowers(json: unknown): boolean {
  const parsed = z.object({ type: z.string(), normalizers: z.array(z.unknown()).optional() }).safeParse(json);
  if (!parsed.success) return false;
  return parsed.data.type === "Lowercase" || (parsed.data.normalizers ?? []).some(lowers);
}
