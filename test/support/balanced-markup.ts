import { expect } from "vitest";

/** Every opened element is closed in order: what a parser of XML would say. */
export function expectBalanced(html: string): void {
  const empty = new Set(["meta"]);
  const open: string[] = [];
  for (const [, close, name, self] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (self === "/" || empty.has(name!)) continue;
    if (close === "") open.push(name!);
    else expect(name).toBe(open.pop());
  }
  expect(open).toEqual([]);
}
