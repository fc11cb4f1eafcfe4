/**
 * Groups available items into batches. It never waits for a batch to fill when an item can be answered now, so that
 * lines typed by hand or sent one by one by a program are each answered at once.
 * @param most the maximum batch size
 */
export async function* availableBatches<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  most: number,
): AsyncGenerator<Item[], void, undefined> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const next = (): Promise<IteratorResult<Item>> => {
    const coming = Promise.resolve(iterator.next());
    coming.catch(() => {}); // it is awaited later; until then its failure must not count as "unhandled"
    return coming;
  };
  let coming = next();
  try {
    for (let first = await coming; !first.done; first = await coming) {
      const batch = [first.value];
      coming = next();
      while (batch.length < most) {
        // After a failure, the items before it are yielded first; the next round throws.
        const another = await Promise.race([coming, nextTurn()]).catch(() => undefined);
        if (another === undefined || another.done) break;
        batch.push(another.value);
        coming = next();
      }
      yield batch;
    }
  } finally {
    // An item may be under way for ever, so it is not waited for.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function nextTurn(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(resolve, undefined));
}
