import { useEffect, useRef, useState } from "preact/hooks";
import { parameter, setParameters } from "../app/address.ts";
import { formatEdits, type PageEdit, parseEdits } from "./page-edit.ts";

/** Milliseconds after which the address has what was changed: a slider changes many times a second. */
const pause = 300;

/** The what-if changes, which stand in the address. */
export function useEdits(): readonly [readonly PageEdit[], (edits: readonly PageEdit[]) => void] {
  const inAddress = parameter("edits");
  const written = useRef(inAddress);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [edits, setEdits] = useState<readonly PageEdit[]>(() => parseEdits(inAddress));
  useEffect(() => {
    if (written.current === inAddress) return;
    clearTimeout(timer.current);
    written.current = inAddress;
    setEdits(parseEdits(inAddress));
  }, [inAddress]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: readonly PageEdit[]) => {
    setEdits(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      written.current = formatEdits(next);
      setParameters({ edits: written.current });
    }, pause);
  };
  return [edits, change];
}

/** A change takes the place of one of the same kind at the same step: a word can be only one word there. */
export function withEdit(edits: readonly PageEdit[], edit: PageEdit): PageEdit[] {
  return [...edits.filter((other) => !isReplaced(other, edit)), edit];
}

function isReplaced(before: PageEdit, after: PageEdit): boolean {
  if (before.step !== after.step) return false;
  if (before.kind === "clamp" && after.kind === "clamp") {
    return before.state === after.state && before.unit === after.unit;
  }
  if (before.kind === "forbid" && after.kind === "forbid") return before.text === after.text;
  if (after.kind === "force") return before.kind === "force" || before.kind === "forbid";
  if (after.kind === "forbid") return before.kind === "force";
  return before.kind === after.kind;
}
