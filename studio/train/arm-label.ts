import { nameBorder } from "./plan.ts";
import type { ArmProgress } from "./progress.ts";

/** What tells a model from the one beside it. */
export function armLabel({ name }: Pick<ArmProgress, "name">): string {
  return name.split(nameBorder).at(-1)!;
}
