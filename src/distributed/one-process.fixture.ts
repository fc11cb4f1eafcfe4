import type { Exchanger } from "./collectives.ts";
import type { TypedArray } from "./communicator.ts";

const bytesOf = (array: TypedArray) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Ranks that exchange messages inside of one process, in order between any two of them. */
export function ranksInOneProcess(size: number): Exchanger[] {
  const sent = new Map<string, Uint8Array[]>();
  const waiting = new Map<string, ((bytes: Uint8Array) => void)[]>();
  const listOf = <Item>(lists: Map<string, Item[]>, key: string): Item[] => {
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    return list;
  };
  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    async exchange({ sends = [], receives = [] }) {
      for (const { to, data } of sends) {
        const key = `${rank} ${to}`;
        const message = bytesOf(data).slice();
        const next = listOf(waiting, key).shift();
        if (next === undefined) listOf(sent, key).push(message);
        else next(message);
      }
      await Promise.all(
        receives.map(async ({ from, into }) => {
          const key = `${from} ${rank}`;
          const message =
            listOf(sent, key).shift() ??
            (await new Promise<Uint8Array>((resolve) => listOf(waiting, key).push(resolve)));
          if (message.length !== into.byteLength)
            throw new Error(`${message.length} ≠ ${into.byteLength} bytes`);
          bytesOf(into).set(message);
        }),
      );
    },
  }));
}
