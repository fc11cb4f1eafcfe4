import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import equations from "./equations.json" with { type: "json" };
import { growFences } from "./fences.ts";

const typeset: Readonly<Record<"inline" | "display", Readonly<Record<string, string>>>> = equations;

interface FormulaProps {
  readonly tex: string;
  /** On a line of its own. */
  readonly display?: boolean;
}

/** A formula as MathML that was typeset before the page was built (`npx tsx scripts/write-equations.ts`). */
export function Formula({ tex, display = false }: FormulaProps): VNode {
  const markup = typeset[display ? "display" : "inline"][tex];
  const formula = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (formula.current) growFences(formula.current);
  }, [tex]);
  if (markup === undefined) return <code>{tex}</code>;
  // The markup is our own, of a file of the page.
  return (
    <span
      class={display ? "formula display" : "formula"}
      ref={formula}
      dangerouslySetInnerHTML={{ __html: markup }}
    />
  );
}

/**
 * The name of what is labelled by a formula and nothing else, for assistive technology that does not read MathML as text;
 * undefined where there are words.
 */
export function formulaName(prose: string): string | undefined {
  const tex = /^\$([^$]*)\$$/.exec(prose)?.[1];
  return tex === undefined ? undefined : typeset.inline[tex]?.replace(/<[^>]*>/g, "");
}
