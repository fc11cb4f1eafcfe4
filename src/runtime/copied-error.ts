import { errorClasses, HenkanError } from "../errors.ts";
import type { Problem } from "../problems.ts";

/** An error as data, for another thread or process: one that is posted as it is loses its class. */
export interface CopiedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause: CopiedError | undefined;
  /** Of a `HenkanError`. */
  readonly problems?: readonly Problem[];
}

export function copiedError(thrown: unknown): CopiedError {
  const { name, message, stack, cause } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    ...{ name, message, stack, cause: cause === undefined ? undefined : copiedError(cause) },
    ...(thrown instanceof HenkanError && { problems: thrown.problems }),
  };
}

export function toError({ name, message, stack, cause, problems = [] }: CopiedError): Error {
  const options = cause === undefined ? {} : { cause: toError(cause) };
  const known = errorClasses.find((one) => one.name === name);
  const error = known ? new known(message, { ...options, problems }) : new Error(message, options);
  if (stack !== undefined) error.stack = stack;
  return error;
}
