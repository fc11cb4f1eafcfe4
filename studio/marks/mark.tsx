import type { VNode } from "preact";
import { useRef } from "preact/hooks";

interface MarkProps {
  readonly svg: string;
  readonly class?: string;
  /** Whether more of it is being computed. */
  readonly busy?: boolean;
}

/** A mark of the reports: a chart as SVG text, whose texts it has escaped. */
export function Mark({ svg, class: name, busy = false }: MarkProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef("");
  const draw = (element: HTMLDivElement | null) => {
    place.current = element;
    if (element === null || shown.current === svg) return;
    shown.current = svg;
    element.innerHTML = svg;
  };
  return <div ref={draw} class={name} aria-busy={busy || undefined} />;
}
