import { type LoopOptions, loop, type ScanResult, type Tensor } from "../../graph/index.ts";

/** The states of a loop by name; a name may stand for several states, or for one that this loop does not have. */
export type NamedStates = Readonly<Record<string, Tensor | readonly Tensor[] | undefined>>;

export interface NamedStep<States extends NamedStates> {
  readonly states: { readonly [Name in keyof States]: States[Name] };
  readonly condition: Tensor;
  readonly outputs: readonly Tensor[];
}

/** `loop` with names for its states. */
export function namedLoop<States extends NamedStates>(
  initial: States,
  options: Omit<LoopOptions, "initial">,
  step: (counter: Tensor, states: States) => NamedStep<States>,
): { states: States; outputs: ScanResult["outputs"] } {
  const names = Object.keys(initial);
  const flatten = (states: NamedStates) => names.flatMap((name) => states[name] ?? []);
  const restore = (flat: readonly Tensor[]) => {
    let at = 0;
    const entries = names.map((name) => {
      const value = initial[name];
      if (value === undefined) return [name, undefined];
      if (!Array.isArray(value)) return [name, flat[at++]];
      at += value.length;
      return [name, flat.slice(at - value.length, at)];
    });
    return Object.fromEntries(entries) as States;
  };
  const { states, outputs } = loop({ ...options, initial: flatten(initial) }, (counter, flat) => {
    const next = step(counter, restore(flat));
    return { ...next, states: flatten(next.states) };
  });
  return { states: restore(states), outputs };
}
