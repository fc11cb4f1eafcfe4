import type { Problem } from "./problems.ts";

interface HenkanErrorOptions extends ErrorOptions {
  readonly problems?: readonly Problem[];
}

/**
 * The handful of errors that henkan throws on purpose. Each message names the thing, the value, what was
 * expected and the way out. The command line prints the message alone and exits with 2.
 */
export class HenkanError extends Error {
  override readonly name: string = "HenkanError";
  readonly #problems: readonly Problem[];

  /** @param told in words, or as data whose text is the message */
  constructor(told: string | Problem = "", { problems, ...options }: HenkanErrorOptions = {}) {
    super(typeof told === "string" ? told : told.text, options);
    this.#problems = problems ?? (typeof told === "string" ? [] : [told]);
  }

  /** The same as data, for pages in other languages; none where it is of no kind of `Problem`. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }
}

/** A configuration key, value or command-line flag is wrong. All problems found are in one message. */
export class ConfigError extends HenkanError {
  override readonly name = "ConfigError";
}

/** A file of pairs or lines cannot be read or does not have the expected form. */
export class DataError extends HenkanError {
  override readonly name = "DataError";
}

/** Two tensors do not fit an operator: the message names the operator, the shapes and the dimension. */
export class ShapeError extends HenkanError {
  override readonly name = "ShapeError";
}

/** A gradient was asked for through an operator that has none: the message names the operator and the way out. */
export class GradientError extends HenkanError {
  override readonly name = "GradientError";
}

/** A model folder is missing, damaged, or of a format that this version does not know. */
export class CheckpointError extends HenkanError {
  override readonly name = "CheckpointError";
}

/** No ONNX Runtime can be loaded here, or no MPI where a launcher has started several processes. */
export class RuntimeUnavailableError extends HenkanError {
  override readonly name = "RuntimeUnavailableError";
}

/** The processes of a job have lost each other, or do not understand each other: one is gone, or silent. */
export class CommunicationError extends HenkanError {
  override readonly name = "CommunicationError";
}

/** Training has diverged: the loss or a gradient is not finite, or every epoch's model is worse than guessing. */
export class DivergenceError extends HenkanError {
  override readonly name = "DivergenceError";
}

/** All of them: an error that comes from another thread is given its class back by its name. */
export const errorClasses = [
  ...[HenkanError, ConfigError, DataError, ShapeError, GradientError, CheckpointError],
  ...[RuntimeUnavailableError, CommunicationError, DivergenceError],
] as const;

/** What was thrown, in words. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Some text of somebody's as messages show it: no longer than a few lines of a terminal. */
export function shortened(text: string, most = 200): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
