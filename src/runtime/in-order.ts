/**
 * Does some work with each item, with several at the same time, and gives the results in the order of the items, each as
 * soon as it and those before it are there. Items are taken when there is room for them.
 * @param atOnce how many items may be in hand
 * @throws what taking an item or its work has thrown, after the results of the items before it
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const inHand: Promise<Result>[] = [];
  let coming: Promise<void> | undefined;
  let isOver = false;
  /** Takes an item and begins its work; a failure has its turn after the items before it. */
  const take = async () => {
    try {
      const { done, value } = await iterator.next();
      if (done === true) isOver = true;
      else inHand.push(watched(work(value)));
    } catch (error) {
      isOver = true;
      inHand.push(watched(Promise.reject(error)));
    }
    coming = undefined;
  };
  try {
    while (!isOver || inHand.length > 0) {
      if (!isOver && inHand.length < atOnce) coming ??= take();
      const [first] = inHand;
      const isReady = first?.then(yes, yes);
      if (first !== undefined && (await Promise.race([isReady, coming?.then(no)].filter(isThere)))) {
        inHand.shift();
        yield await first;
      } else {
        await coming;
      }
    }
  } finally {
    // An item may be under way for ever, so it is not waited for.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

const yes = () => true;
const no = () => false;
const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined;

/** A promise whose failure is told of later, and is not "unhandled" until then. */
function watched<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
