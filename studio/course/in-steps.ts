import { useEffect, useState } from "preact/hooks";

/** What was computed, by what it is called. */
const known = new Map<string, unknown[]>();

/**
 * A value for each item: what takes long is computed an item at a time, and the page is shown and listens in between.
 * @param name of these values; they are computed once
 * @returns those that are there by now, in the order of the items
 */
export function useInSteps<Item, Value>(
  name: string,
  items: readonly Item[],
  compute: (item: Item) => Value,
): readonly Value[] {
  const [, draw] = useState(0);
  let values = known.get(name) as Value[] | undefined;
  if (values === undefined) {
    values = [];
    known.set(name, values);
  }
  const { length } = values;
  useEffect(() => {
    if (length === items.length) return;
    const timer = setTimeout(() => {
      draw(values.push(compute(items[length]!)));
    });
    return () => clearTimeout(timer);
  }, [name, length]);
  return values;
}
