import { pixel } from "./pixel.ts";

/** Multiples of a power of ten that make round steps between ticks. */
const roundSteps = [1, 2, 2.5, 5, 10];

/** Round numbers from 0 to the first one at or above `maximum` (a positive number), in about `steps` equal steps. */
export function roundTicks(maximum: number, steps: number): number[] {
  const rough = maximum / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * roundSteps.find((factor) => factor * power >= rough * (1 - 1e-9))!;
  return Array.from({ length: Math.ceil(maximum / step - 1e-9) + 1 }, (_, i) => i * step);
}

/** A tick's number with as many decimals as the step between ticks needs. */
export function tickLabel(value: number, ticks: readonly number[]): string {
  const step = ticks[1]!;
  let decimals = 0;
  while (Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6) decimals++;
  return value.toFixed(decimals);
}

/** A chart's horizontal lines at the ticks of its y axis, from `left` to `right`, with their numbers to the left. */
export function gridLines(
  ticks: readonly number[],
  y: (value: number) => number,
  { left, right }: { readonly left: number; readonly right: number },
): string[] {
  return ticks.map(
    (tick) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${pixel(y(tick))}" y2="${pixel(y(tick))}"/>` +
      `<text class="tick" x="${left - 8}" y="${pixel(y(tick) + 4)}" text-anchor="end">${tickLabel(tick, ticks)}</text>`,
  );
}
