import type { Edit } from "../../src/inspection/edits.ts";

/** A what-if change as the page and its address have it: tokens are texts, so that a link holds for other models. */
export type PageEdit =
  | { readonly kind: "force"; readonly step: number; readonly text: string }
  | { readonly kind: "forbid"; readonly step: number; readonly text: string }
  | Extract<Edit, { kind: "attention" | "clamp" }>;

/** Writes edits for the address: `force.2.寒い~look.1.0.1,0.9`. */
export function formatEdits(edits: readonly PageEdit[]): string | undefined {
  return edits.length === 0 ? undefined : edits.map(formatEdit).join("~");
}

function formatEdit(edit: PageEdit): string {
  if (edit.kind === "attention") {
    return `look.${edit.step}.${edit.weights.map((weight) => Number(weight.toFixed(4))).join(",")}`;
  }
  if (edit.kind === "clamp") {
    const { step, until = step, state, unit, value } = edit;
    return `clamp.${step}.${until}.${state}.${unit ?? "all"}.${value}`;
  }
  return `${edit.kind}.${edit.step}.${encodeURIComponent(edit.text).replaceAll("~", "%7E")}`;
}

/** Reads edits of an address, which is somebody's text: what makes no sense is left out. */
export function parseEdits(text: string | undefined): PageEdit[] {
  return (text ?? "").split("~").flatMap((part) => parseEdit(part) ?? []);
}

function parseEdit(part: string): PageEdit | undefined {
  const [, kind, at, rest = ""] = /^([a-z]+)\.(\d{1,4})\.(.*)$/s.exec(part) ?? [];
  const step = Number(at);
  if (kind === "force" || kind === "forbid") {
    const token = decoded(rest);
    return token === undefined || token === "" ? undefined : { kind, step, text: token };
  }
  if (kind === "look") {
    const weights = rest.split(",").map(Number);
    const sum = weights.reduce((a, b) => a + b, 0);
    const isRow = weights.every((weight) => weight >= 0 && Number.isFinite(weight)) && sum > 0;
    return isRow ? { kind: "attention", step, weights: weights.map((weight) => weight / sum) } : undefined;
  }
  if (kind !== "clamp") return undefined;
  const [, until, state, unit, value] = /^(\d{1,4})\.(\d{1,3})\.(\d{1,5}|all)\.(-?[\d.]+)$/.exec(rest) ?? [];
  if (value === undefined || !Number.isFinite(Number(value))) return undefined;
  return {
    kind: "clamp",
    step,
    until: Number(until),
    state: Number(state),
    ...(unit !== "all" && { unit: Number(unit) }),
    value: Number(value),
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
