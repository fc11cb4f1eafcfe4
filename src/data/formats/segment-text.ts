/** Elements that stand for another program's codes: their content is not text. */
const codes = new Set(["bpt", "ept", "it", "ph", "ut", "x", "bx", "ex"]);

/**
 * The text of a segment of a translation memory. The tags of inline elements around text, such as `g`, `hi`, `pc` and
 * `mrk`, are left out; elements that stand for codes are left out with their content.
 */
export class SegmentText {
  /** Whether there were inline elements. */
  marked = false;
  private parts = "";
  private codeDepth = 0;

  open(name: string): void {
    this.marked = true;
    if (codes.has(name)) this.codeDepth++;
  }

  close(name: string): void {
    if (codes.has(name)) this.codeDepth--;
  }

  add(text: string): void {
    if (this.codeDepth === 0) this.parts += text;
  }

  get text(): string {
    return this.parts;
  }
}
