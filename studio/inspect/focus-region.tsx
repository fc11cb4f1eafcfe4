import type { ComponentChildren, VNode } from "preact";

export interface FocusRegionProps {
  readonly label: string;
  readonly class: string;
  /** The language of what is in it. */
  readonly lang?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** What Enter does there, for a pointer. */
  readonly onClick?: (event: MouseEvent) => void;
  readonly children: ComponentChildren;
}

/** A part that the keyboard reaches: to scroll it, or because keys do something in it. */
export function FocusRegion({ label, children, ...rest }: FocusRegionProps): VNode {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      {...rest}
    >
      {children}
    </section>
  );
}
