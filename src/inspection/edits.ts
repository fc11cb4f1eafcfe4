import { ConfigError } from "../errors.ts";
import type { Model } from "../seq2seq/model.ts";
import { decoderStates } from "./decoder-states.ts";
import type { DecoderRow, SteppedRow } from "./stepped-decoder.ts";

/**
 * A change to what the decoder does. Steps count from 0 in the order in which the decoder writes; a change at a step
 * concerns all outputs that are being written then.
 */
export type Edit =
  /** The step writes this token, whatever its probability. */
  | { readonly kind: "force"; readonly step: number; readonly token: number }
  /** The step does not write this token. */
  | { readonly kind: "forbid"; readonly step: number; readonly token: number }
  /** The step reads the source with these weights, `[S]`; its context is computed from them. */
  | { readonly kind: "attention"; readonly step: number; readonly weights: readonly number[] }
  /** From the step on, up to the step `until`, included (default: the step alone), the decoder reads its state changed. */
  | {
      readonly kind: "clamp";
      readonly step: number;
      readonly until?: number | undefined;
      /** The state's index, see `decoderStates`. */
      readonly state: number;
      /** The element that is held; default: all. */
      readonly unit?: number | undefined;
      readonly value: number;
    };

/**
 * Checks edits before anything is computed.
 * @param S the source's length, `</s>` counted
 * @throws {ConfigError} where an edit concerns what the model does not have
 */
export function checkEdits({ configuration }: Model, edits: readonly Edit[], S: number): void {
  const states = decoderStates(configuration);
  for (const edit of edits) {
    if (edit.kind === "attention" && configuration.context.kind !== "attention") {
      throw new ConfigError({
        kind: "noAttention",
        text: "attention: the model has none; leave the change out",
      });
    }
    if (edit.kind === "attention" && edit.weights.length !== S) {
      throw new ConfigError({
        kind: "weightCount",
        text: `attention at step ${edit.step}: ${edit.weights.length} weights; expected ${S}, one for each source token and </s>`,
        ...{ found: edit.weights.length, expected: S },
      });
    }
    if (edit.kind !== "clamp") continue;
    const size = edit.state < states.length ? (states[edit.state]!.size ?? S) : undefined;
    if (size === undefined) {
      throw new ConfigError({
        kind: "noState",
        text: `state ${edit.state}: the decoder has ${states.length}, counted from 0`,
        ...{ number: edit.state, count: states.length },
      });
    }
    if (edit.unit !== undefined && edit.unit >= size) {
      throw new ConfigError({
        kind: "noUnit",
        text: `unit ${edit.unit}: the state has ${size}, counted from 0`,
        ...{ number: edit.unit, count: size },
      });
    }
  }
}

/** The row as the step reads it: with the attention and the states that edits ask for. */
export function editedRow(row: DecoderRow, step: number, edits: readonly Edit[]): DecoderRow {
  let { states, attention } = row;
  for (const edit of edits) {
    if (edit.kind === "attention" && edit.step === step) attention = edit.weights;
    if (edit.kind !== "clamp" || step < edit.step || step > (edit.until ?? edit.step)) continue;
    const { unit, value } = edit;
    const held = states[edit.state]!.slice();
    if (unit === undefined) held.fill(value);
    else held[unit] = value;
    states = states.with(edit.state, held);
  }
  return { ...row, states, attention };
}

/** The token that must be written at a step: that of an edit, else of the prefix. */
export function forcedToken(
  step: number,
  prefix: readonly number[],
  edits: readonly Edit[],
): number | undefined {
  const forced = edits.findLast((edit) => edit.kind === "force" && edit.step === step);
  return forced?.kind === "force" ? forced.token : prefix[step];
}

/** The tokens that may not be written at a step. */
export function forbiddenTokens(step: number, edits: readonly Edit[]): ReadonlySet<number> {
  return new Set(edits.flatMap((edit) => (edit.kind === "forbid" && edit.step === step ? [edit.token] : [])));
}

/** The `count` likeliest next tokens, the likeliest first. */
export function likeliestTokens(
  { logProbabilities }: Pick<SteppedRow, "logProbabilities">,
  count: number,
  without: (token: number) => boolean = () => false,
): number[] {
  const best: number[] = [];
  for (let id = 0; id < logProbabilities.length; id++) {
    if (without(id)) continue;
    const value = logProbabilities[id]!;
    if (best.length === count && value <= logProbabilities[best.at(-1)!]!) continue;
    let at = best.length;
    while (at > 0 && logProbabilities[best[at - 1]!]! < value) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}
