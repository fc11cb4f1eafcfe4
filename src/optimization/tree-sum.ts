/** The sum of the gradients numbered start … start + size − 1. */
export interface PartialSum {
  readonly start: number;
  readonly size: number;
  /** Which of its holder's buffers it is in. */
  readonly buffer: number;
}

/** Adds the sum in the second buffer to that in the first. */
export type Addition = readonly [to: number, from: number];

/**
 * The order in which the gradients of an update's parts are added, on which the rounding depends: a binary tree over the
 * parts' numbers, so it is the same wherever each is computed and whenever it is ready. 0 + 1 and 2 + 3 are added, then
 * (0 + 1) + (2 + 3), and so on; what has no sibling of its size in the end is added from the right: the last of seven are
 * (4 + 5) + 6. So whoever holds neighbours can add siblings before anything else is known.
 */
export class TreeSum {
  private readonly stack: PartialSum[] = [];

  /** The sums that wait for others, from left to right. */
  get sums(): readonly PartialSum[] {
    return this.stack;
  }

  /** Takes the sum to the right of those before, and gives the additions that it allows, in order. */
  take(sum: PartialSum): Addition[] {
    this.stack.push(sum);
    const made: Addition[] = [];
    while (this.stack.length > 1 && areSiblings(this.stack.at(-2)!, this.stack.at(-1)!))
      made.push(this.join());
    return made;
  }

  /** After the last sum, gives the additions that are left, in order. The whole is then in the first sum's buffer. */
  finish(): Addition[] {
    const made: Addition[] = [];
    while (this.stack.length > 1) made.push(this.join());
    return made;
  }

  private join(): Addition {
    const right = this.stack.pop()!;
    const left = this.stack.pop()!;
    this.stack.push({ ...left, size: left.size + right.size });
    return [left.buffer, right.buffer];
  }
}

function areSiblings(left: PartialSum, right: PartialSum): boolean {
  return left.size === right.size && left.start % (2 * left.size) === 0;
}

/** All additions that make the whole of sums which, from left to right, have all gradients. */
export function additionsOf(sums: readonly PartialSum[]): Addition[] {
  const tree = new TreeSum();
  return [...sums.flatMap((sum) => tree.take(sum)), ...tree.finish()];
}

/** Some neighbours among the gradients of an update. */
export interface Neighbours {
  readonly start: number;
  readonly size: number;
}

/** Which gradients each of some workers computes: neighbours, as many as the others or one more; the first has the first. */
export function divide(gradients: number, workers: number): Neighbours[] {
  const border = (worker: number) => Math.ceil((worker * gradients) / workers);
  return Array.from({ length: workers }, (_, worker) => ({
    start: border(worker),
    size: border(worker + 1) - border(worker),
  }));
}

/**
 * The sums that are left of neighbours whose siblings are added as they come. Each is in the buffer of its place in the
 * list.
 */
export function sumsOf(neighbours: Neighbours): readonly PartialSum[] {
  return [...stepsOf(neighbours)].at(-1) ?? [];
}

/** How many buffers a worker needs for its share of up to `gradients`: one more than it holds while it computes the next. */
export function buffersNeeded(gradients: number, workers: number): number {
  let most = 1;
  for (let count = 1; count <= gradients; count++) {
    for (const share of divide(count, workers)) {
      for (const sums of [...stepsOf(share)].slice(0, -1)) most = Math.max(most, sums.length + 1);
    }
  }
  return most;
}

/** The sums that a worker holds after each of its gradients. */
function* stepsOf({ start, size }: Neighbours): Generator<readonly PartialSum[], void, undefined> {
  const tree = new TreeSum();
  for (let n = 0; n < size; n++) {
    tree.take({ start: start + n, size: 1, buffer: tree.sums.length });
    yield [...tree.sums];
  }
}
