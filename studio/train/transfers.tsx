import type { VNode } from "preact";
import type { Transfer } from "../../src/seq2seq/transfer.ts";
import { language, textsIn } from "../app/language.ts";
import type { ArmProgress } from "./progress.ts";
import { trainTexts } from "./texts.ts";

/** What the models have of those that they started from. */
export function Transfers({ arms }: { readonly arms: readonly ArmProgress[] }): VNode {
  return (
    <>
      {arms.map(({ run, events }) => {
        const start = events.find((event) => event.event === "start");
        return start?.transfer && <Taken key={run} transfer={start.transfer} />;
      })}
    </>
  );
}

function Taken({ transfer: { copied, mapped, fresh, unused, tokens } }: { transfer: Transfer }): VNode {
  const texts = textsIn(trainTexts);
  const number = (value: number) => value.toLocaleString(language.value);
  const known = ({ known, all }: Transfer["tokens"]["source"]) => [number(known), number(all)] as const;
  return (
    <p class="note transfer">
      {texts.taken(number(copied.length), number(mapped.length))}{" "}
      {texts.knownTokens(known(tokens.source), known(tokens.target))}
      {fresh.length > 0 && ` ${texts.freshParameters(fresh.join(", "))}`}
      {unused.length > 0 && ` ${texts.unusedParameters(unused.join(", "))}`}
    </p>
  );
}
