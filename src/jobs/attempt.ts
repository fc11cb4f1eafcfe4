import { errnoWords } from "../data/errno.ts";
import { DataError } from "../errors.ts";

/**
 * Waits for an action on a path.
 * @param done what the action does, such as "created"
 * @throws {DataError} where it fails
 */
export async function attempt(path: string, done: string, action: Promise<unknown>): Promise<void> {
  await action.catch((cause) => {
    throw new DataError(`${path}: cannot be ${done}: ${errnoWords(cause)}`, { cause });
  });
}
