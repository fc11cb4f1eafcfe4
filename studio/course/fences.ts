/** A fence that is less than so much of what it is to be beside has not grown. */
const least = 0.8;

/**
 * Makes the tall brackets and braces of a formula as tall as what they enclose, as MathML has it. Chromium lets them grow
 * only where a reader has a font with a table for mathematics, which phones often lack; elsewhere they are scaled.
 */
export function growFences(formula: Element): void {
  for (const fence of formula.querySelectorAll<HTMLElement>(".tall")) {
    fence.style.removeProperty("transform");
    const own = fence.getBoundingClientRect().height;
    const needed = neededHeight(fence);
    if (own > 0 && own < least * needed) fence.style.transform = `scaleY(${needed / own})`;
  }
}

/** In pixels. */
function neededHeight(fence: Element): number {
  const minimum = fence.getAttribute("minsize"); // in em
  if (minimum !== null)
    return Number.parseFloat(minimum) * Number.parseFloat(getComputedStyle(fence).fontSize);
  const beside = [...fence.parentElement!.children].filter(({ classList }) => !classList.contains("tall"));
  return Math.max(0, ...beside.map((element) => element.getBoundingClientRect().height));
}
