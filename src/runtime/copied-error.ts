import { errorClasses } from "../errors.ts";

/** An error as data, for another thread or process: one that is posted as it is loses its class. */
export interface CopiedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause: CopiedError | undefined;
}

export function copiedError(thrown: unknown): CopiedError {
  const { name, message, stack, cause } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { name, message, stack, cause: cause === undefined ? undefined : copiedError(cause) };
}

export function toError({ name, message, stack, cause }: CopiedError): Error {
  const options = cause === undefined ? {} : { cause: toError(cause) };
  const error = new (errorClasses.find((one) => one.name === name) ?? Error)(message, options);
  if (stack !== undefined) error.stack = stack;
  return error;
}
