import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { isHidden } from "../app/address.ts";

export interface FoldProps {
  /** What a link's author hides it by. */
  readonly name: string;
  readonly title: string;
  /** Whether it is open at first (default: false). What is shut is not computed. */
  readonly isOpen?: boolean;
  readonly children: ComponentChildren;
}

/** A part of the view that is opened on demand. */
export function Fold({ name, title, isOpen = false, children }: FoldProps): VNode | null {
  const [open, setOpen] = useState(isOpen);
  if (isHidden(name)) return null;
  return (
    <details
      class={`card fold ${name}-card`}
      open={open}
      onToggle={({ currentTarget }) => setOpen((currentTarget as HTMLDetailsElement).open)}
    >
      <summary>
        <h2>{title}</h2>
      </summary>
      {open && children}
    </details>
  );
}
