import { collectives } from "../../src/distributed/collectives.ts";
import type { Communicator, Messages, TypedArray } from "../../src/distributed/communicator.ts";

/** The ranks of a job that are all in this process, for tests of what is done over them. */
export function localRanks(size: number): Communicator[] {
  const onTheWay = new Map<string, Uint8Array[]>();
  const waiting = new Map<string, ((bytes: Uint8Array) => void)[]>();
  const bytesOf = ({ buffer, byteOffset, byteLength }: TypedArray) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const arrive = (line: string, bytes: Uint8Array) => {
    const receiver = waiting.get(line)?.shift();
    if (receiver) receiver(bytes);
    else onTheWay.set(line, [...(onTheWay.get(line) ?? []), bytes]);
  };
  const next = (line: string): Promise<Uint8Array> => {
    const bytes = onTheWay.get(line)?.shift();
    if (bytes) return Promise.resolve(bytes);
    return new Promise((resolve) => waiting.set(line, [...(waiting.get(line) ?? []), resolve]));
  };
  return Array.from({ length: size }, (_, rank): Communicator => {
    const exchangeOn =
      (channel: string) =>
      async ({ sends = [], receives = [] }: Messages): Promise<void> => {
        for (const { to, data } of sends) arrive(`${channel} ${rank} ${to}`, bytesOf(data).slice());
        await Promise.all(
          receives.map(async ({ from, into }) => {
            const bytes = await next(`${channel} ${from} ${rank}`);
            if (bytes.length !== into.byteLength) {
              throw new Error(
                `rank ${rank} expects ${into.byteLength} bytes of rank ${from}, got ${bytes.length}`,
              );
            }
            bytesOf(into).set(bytes);
          }),
        );
      };
    return {
      rank,
      size,
      hosts: Array.from({ length: size }, () => "here"),
      library: "one process",
      exchange: exchangeOn("exchange"),
      ...collectives({ rank, size, exchange: exchangeOn("collective") }),
      abort: (code) => {
        throw new Error(`aborted with ${code}`);
      },
      close: async () => {},
    };
  });
}
