import type { ComponentChildren, VNode } from "preact";
import { isHidden, parameter, setParameters } from "../app/address.ts";

export interface FoldProps {
  /** What a link opens it or hides it by. */
  readonly name: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** The parts that are open where the address names none. */
const atFirst: readonly string[] = ["tree"];

/** A part of the view that is opened on demand: what is shut is not computed. The address says which are open. */
export function Fold({ name, title, children }: FoldProps): VNode | null {
  if (isHidden(name)) return null;
  const parts =
    parameter("open")
      ?.split(",")
      .filter((part) => part !== "") ?? atFirst;
  const isOpen = parts.includes(name);
  const toggle = (open: boolean) => {
    if (open === isOpen) return;
    const next = open ? [...parts, name] : parts.filter((part) => part !== name);
    setParameters({ open: next.join() === atFirst.join() ? undefined : next.join() });
  };
  return (
    <details
      class={`card fold ${name}-card`}
      open={isOpen}
      onToggle={({ currentTarget }) => toggle((currentTarget as HTMLDetailsElement).open)}
    >
      <summary>
        <h2>{title}</h2>
      </summary>
      {isOpen && children}
    </details>
  );
}
