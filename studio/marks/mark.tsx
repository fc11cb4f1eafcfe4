import type { VNode } from "preact";
import { useRef } from "preact/hooks";

/** A mark of the reports: a chart as SVG text, whose texts it has escaped. */
export function Mark({ svg, class: name }: { readonly svg: string; readonly class?: string }): VNode {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef("");
  const draw = (element: HTMLDivElement | null) => {
    place.current = element;
    if (element === null || shown.current === svg) return;
    shown.current = svg;
    element.innerHTML = svg;
  };
  return <div ref={draw} class={name} />;
}
