import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface ScrollProps {
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** What may be wider than its place. While it is, it can be reached by the Tab key and moved by the arrow keys. */
export function Scroll({ class: name = "scroll", children }: ScrollProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current!;
    const watch = new ResizeObserver(() => {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    });
    watch.observe(element);
    if (element.firstElementChild !== null) watch.observe(element.firstElementChild);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={place} class={name}>
      {children}
    </div>
  );
}
