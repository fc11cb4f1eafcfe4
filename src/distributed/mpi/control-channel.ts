import type { MpiFunctions, Request } from "./functions.ts";

/** What ranks tell each other beside the job's own messages. */
const words = ["are you there", "here", "gone", "silent", "ends the job"] as const;
export type Word = (typeof words)[number];

export interface Note {
  readonly word: Word;
  readonly from: number;
  /** The rank that the note is about. */
  readonly about: number;
}

/** Notes of a few bytes, with a tag of their own: one standing receive takes those of all ranks. */
export class ControlChannel {
  private readonly mpi: MpiFunctions;
  private readonly rank: number;
  private readonly tag: number;
  private readonly into = new Int32Array(3);
  private standing: Request | undefined;
  private unsent: { readonly to: number; readonly request: Request }[] = [];

  constructor(mpi: MpiFunctions, rank: number, tag: number) {
    this.mpi = mpi;
    this.rank = rank;
    this.tag = tag;
    this.standing = mpi.receiveAny(this.into, tag);
  }

  /** A rank that has not taken the last note gets no other: it does not look, or cannot be reached. */
  post(to: number, word: Word, about = this.rank): void {
    this.moveOn();
    if (this.unsent.some((sent) => sent.to === to)) return;
    const request = this.mpi.send(Int32Array.of(words.indexOf(word), this.rank, about), to, this.tag);
    this.unsent.push({ to, request });
    this.moveOn();
  }

  /** The notes that have come. */
  take(): Note[] {
    this.moveOn();
    const notes: Note[] = [];
    while (this.standing !== undefined && this.mpi.test(this.standing)) {
      const [word, from, about] = [this.into[0]!, this.into[1]!, this.into[2]!];
      notes.push({ word: words[word]!, from, about });
      // Its own note is the last one: see close.
      this.standing = from === this.rank ? undefined : this.mpi.receiveAny(this.into, this.tag);
    }
    return notes;
  }

  /** Takes what has come, so that MPI does not find it left over, and ends the standing receive with a note to itself. */
  close(): void {
    this.post(this.rank, "here");
    const start = performance.now();
    while (this.standing !== undefined && performance.now() - start < 1000) this.take();
  }

  private moveOn(): void {
    this.unsent = this.unsent.filter(({ request }) => !this.mpi.test(request));
  }
}
