import { type Told, toldOf } from "../problems/told.ts";

/** What a handler of a call has besides its argument. */
export interface CallContext<Event = never> {
  /** Tells the caller of something before the answer. */
  emit(event: Event): void;
  /** Aborted where the caller wants no answer any more. */
  readonly signal: AbortSignal;
}

/**
 * Answers a call in the worker. Arguments, events and answers are structured clones: plain data, typed arrays, maps.
 * What it throws reaches the caller as an error of the same name, message and problems.
 */
// biome-ignore lint/suspicious/noExplicitAny: the bound of all handlers; each gives its own types, and callers get those
export type Handler = (argument: any, context: CallContext<any>) => unknown;

/** From page to worker. */
export type Request =
  | { readonly kind: "call"; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly kind: "cancel"; readonly id: number };

/** An error, as it reaches the page. */
export interface Failure extends Told {
  readonly name: string;
}

/** From worker to page. */
export type Reply =
  | { readonly kind: "event"; readonly id: number; readonly event: unknown }
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  | ({ readonly kind: "failure"; readonly id: number } & Failure);

export function failureOf(thrown: unknown): Failure {
  return { name: thrown instanceof Error ? thrown.name : "Error", ...toldOf(thrown) };
}

/** The error on the page's side. */
export function errorOf({ name, message, problems }: Failure): Error {
  return Object.assign(new Error(message), { name, problems });
}
