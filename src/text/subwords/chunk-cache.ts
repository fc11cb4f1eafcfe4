/** The longest chunk kept: a line of Japanese hardly ever occurs twice; a word does. */
const LONGEST = 24;
const MOST = 50_000;

/** The ids of chunks that were cut before, in bounded memory: when full, it starts again empty. */
export class ChunkCache {
  private readonly known = new Map<string, readonly number[]>();

  get(chunk: string): readonly number[] | undefined {
    return chunk.length > LONGEST ? undefined : this.known.get(chunk);
  }

  set(chunk: string, ids: readonly number[]): void {
    if (chunk.length > LONGEST) return;
    if (this.known.size === MOST) this.known.clear();
    this.known.set(chunk, [...ids]);
  }
}
