import { SegmentText } from "./segment-text.ts";

/** The text of one side of a unit in XLIFF 1.2: the whole text, and its segments if `mrk` elements mark them. */
export class UnitText {
  readonly whole = new SegmentText();
  /** By `mid`, which a segment and its translation share. */
  readonly segments = new Map<string, SegmentText>();
  private segment: SegmentText | null = null;
  /** For each open `mrk`, whether it is a segment. */
  private readonly marks: boolean[] = [];

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const isSegment = name === "mrk" && attributes.mtype === "seg" && attributes.mid !== undefined;
    if (name === "mrk") this.marks.push(isSegment);
    if (isSegment) {
      this.segment = new SegmentText();
      this.segments.set(attributes.mid!, this.segment);
    } else {
      this.whole.open(name);
      this.segment?.open(name);
    }
  }

  close(name: string): void {
    if (name === "mrk" && this.marks.pop() === true) this.segment = null;
    else {
      this.whole.close(name);
      this.segment?.close(name);
    }
  }

  add(text: string): void {
    this.whole.add(text);
    this.segment?.add(text);
  }
}
