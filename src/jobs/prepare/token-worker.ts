/** A thread that counts or encodes texts. */
import { answerRequests } from "../../runtime/node-thread.ts";
import { type Texts, tokenWork, type WorkSetup } from "./token-work.ts";

answerRequests(async (setup: WorkSetup) => {
  const work = tokenWork(setup);
  return (texts: Texts) => {
    const answer = work(texts);
    return { answer, transfer: "ids" in answer ? [answer.ids.buffer, answer.lengths.buffer] : [] };
  };
});
