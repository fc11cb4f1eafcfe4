import type { VNode } from "preact";

/** A share of 1 as a bar, beside its number. */
export function Bar({ share }: { readonly share: number }): VNode {
  return (
    <svg class="bar-mark" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="cell" width="100" height="10" />
      <rect class="weight" width={Math.round(1000 * share) / 10} height="10" />
    </svg>
  );
}
