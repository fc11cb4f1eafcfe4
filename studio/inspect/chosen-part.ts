import { parameter, setParameters } from "../app/address.ts";

/**
 * Which of several things a card is about, as the address says it: from 1 on, the first where it says nothing or nonsense.
 * @returns its index, and what chooses another
 */
export function useChosenPart(name: string, count: number): readonly [number, (index: number) => void] {
  const given = Number(parameter(name) ?? 1) - 1;
  const index = Number.isInteger(given) && given >= 0 && given < count ? given : 0;
  return [index, (next) => setParameters({ [name]: next === 0 ? undefined : String(next + 1) })];
}
