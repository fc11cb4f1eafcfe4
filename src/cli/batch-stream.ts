import { inOrder } from "../runtime/in-order.ts";
import { availableBatches } from "./available-batches.ts";
import { stopAtInterrupt } from "./interrupt.ts";
import { createCounter } from "./progress/progress-counter.ts";
import { print, type Terminal } from "./terminal.ts";

export interface BatchStreamOptions<Item> {
  readonly terminal: Terminal;
  /** No progress and no notices. */
  readonly quiet: boolean;
  /** The activity, such as "translating". */
  readonly label: string;
  /** The number of items (lines), if known. */
  readonly total?: number | undefined;
  /** The maximum batch size. */
  readonly most: number;
  /** How many batches are answered at the same time. */
  readonly atOnce: number;
  /** The text for standard output for a batch: whole lines. */
  readonly answer: (batch: Item[]) => Promise<string>;
}

/**
 * Answers items on standard output, in batches: memory holds those in hand, however many items there are and however slow
 * the reader is. Ctrl-C ends it after the batches in hand.
 * @returns how many items were answered, and whether Ctrl-C was pressed
 */
export async function streamBatches<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  { terminal, quiet, label, total, most, atOnce, answer }: BatchStreamOptions<Item>,
): Promise<{ done: number; stopped: boolean }> {
  const counter = createCounter({
    label,
    stream: terminal.stderr,
    // On a terminal, the answers themselves are the progress.
    quiet: quiet || terminal.stdout.isTTY === true,
    ...(total === undefined ? {} : { total }),
  });
  const say = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  const { signal, forget } = stopAtInterrupt(terminal, () => "the lines in hand", say);
  let done = 0;
  try {
    const batches = untilAborted(availableBatches(items, most), signal);
    const answers = inOrder(batches, atOnce, async (batch) => ({ batch, text: await answer(batch) }));
    for await (const { batch, text } of answers) {
      await print(terminal, text);
      done += batch.length;
      counter.advance(batch.length);
    }
    counter.close();
  } finally {
    counter.clear();
    forget();
  }
  return { done, stopped: signal.aborted };
}

/** Yields items until the signal aborts, then ends without waiting for a pending item. */
async function* untilAborted<Item>(
  items: AsyncGenerator<Item, void, undefined>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  try {
    while (!signal.aborted) {
      const next = await new Promise<IteratorResult<Item, void> | null>((resolve, reject) => {
        const stop = () => resolve(null);
        signal.addEventListener("abort", stop, { once: true });
        items
          .next()
          .then(resolve, reject)
          .finally(() => signal.removeEventListener("abort", stop));
      });
      if (next === null || next.done) return;
      yield next.value;
    }
  } finally {
    items.return().catch(() => {}); // closes files; it may wait for a pending item, which nobody waits for
  }
}
