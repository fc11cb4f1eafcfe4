/** A thread for tests: it adds, slowly, and fails where it is asked to. */
import { DataError } from "../errors.ts";
import { answerRequests } from "./node-thread.ts";

export type Sum = { readonly add: number } | { readonly fail: string } | { readonly exit: number };

answerRequests(async (start: number) => {
  if (start < 0) throw new DataError(`a start of ${start}`);
  return async (request: Sum) => {
    if ("fail" in request) throw new DataError(request.fail, { cause: new Error("the file has ended") });
    if ("exit" in request) process.exit(request.exit);
    await new Promise((resolve) => setTimeout(resolve, 20 / request.add)); // later requests would be faster
    return { answer: start + request.add };
  };
});
