import type { Communicator, Messages, Send } from "./communicator.ts";

/** What collectives are made of. */
export interface Exchanger {
  readonly rank: number;
  readonly size: number;
  exchange(messages: Messages): Promise<void>;
}

/**
 * Collectives out of pairwise messages, by the textbook's trees: ⌈log₂ size⌉ rounds (Thakur, Rabenseifner and Gropp 2005,
 * "Optimization of collective communication operations in MPICH"). They run one after the other in the order of their
 * calls. MPI's own would need more functions of it, and block the event loop.
 */
export function collectives(exchanger: Exchanger): Pick<Communicator, "broadcast" | "gather" | "barrier"> {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => {}); // told of by the result; those after it fail by themselves
    return result;
  };
  return {
    broadcast: (bytes, root = 0) => inTurn(() => broadcast(exchanger, bytes, root)),
    gather: (bytes) => inTurn(() => gather(exchanger, bytes)),
    barrier: () => inTurn(() => barrier(exchanger)),
  };
}

/** Down the binomial tree from the root: a rank gets from the one that its lowest set bit, counted from the root, adds to. */
async function broadcast(
  exchanger: Exchanger,
  bytes: Uint8Array | undefined,
  root: number,
): Promise<Uint8Array> {
  const { rank, size } = exchanger;
  const position = (rank - root + size) % size;
  const rankAt = (place: number) => (place + root) % size;
  const all = position === 0 ? bytes : await receiveBlock(exchanger, rankAt(position & (position - 1)));
  if (all === undefined) throw new TypeError(`broadcast: rank ${root} is the root, and gave no bytes`);
  const children: number[] = [];
  for (let step = topStep(position, size); step >= 1; step >>= 1) {
    if (position + step < size) children.push(rankAt(position + step));
  }
  await exchanger.exchange({ sends: children.flatMap((child) => block(child, all)) });
  return all;
}

/** Up the binomial tree to rank 0, which broadcasts what it has got. */
async function gather(exchanger: Exchanger, bytes: Uint8Array): Promise<Uint8Array[]> {
  const { rank, size } = exchanger;
  let parts = [bytes]; // of ranks rank … rank + parts.length − 1
  for (let step = 1; step < size && (rank & step) === 0; step <<= 1) {
    if (rank + step < size) parts = parts.concat(unpack(await receiveBlock(exchanger, rank + step)));
  }
  if (rank > 0) await exchanger.exchange({ sends: block(rank & (rank - 1), pack(parts)) });
  return unpack(await broadcast(exchanger, rank === 0 ? pack(parts) : undefined, 0));
}

/** Dissemination: in round k a rank tells the one 2ᵏ after it. */
async function barrier({ rank, size, exchange }: Exchanger): Promise<void> {
  for (let step = 1; step < size; step <<= 1) {
    await exchange({
      sends: [{ to: (rank + step) % size, data: new Uint8Array(1) }],
      receives: [{ from: (rank - step + size) % size, into: new Uint8Array(1) }],
    });
  }
}

/** The largest power of two by which this position of the tree sends: below its lowest set bit, below the size. */
function topStep(position: number, size: number): number {
  let step = 1;
  while (step < size && (position & step) === 0) step <<= 1;
  return step >> 1;
}

/** Bytes whose length the other side does not know: the length goes first. */
export function block(to: number, data: Uint8Array): Send[] {
  return [{ to, data: Float64Array.of(data.length) }, ...(data.length > 0 ? [{ to, data }] : [])];
}

export async function receiveBlock(
  exchanger: Pick<Exchanger, "exchange">,
  from: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const length = new Float64Array(1);
  await exchanger.exchange({ receives: [{ from, into: length }] });
  const into = new Uint8Array(length[0]!);
  if (into.length > 0) await exchanger.exchange({ receives: [{ from, into }] });
  return into;
}

/** How many parts, the length of each, and the parts. */
function pack(parts: readonly Uint8Array[]): Uint8Array {
  const lengths = Float64Array.of(parts.length, ...parts.map(({ length }) => length));
  const packed = new Uint8Array(parts.reduce((sum, { length }) => sum + length, lengths.byteLength));
  packed.set(new Uint8Array(lengths.buffer));
  let start = lengths.byteLength;
  for (const part of parts) {
    packed.set(part, start);
    start += part.length;
  }
  return packed;
}

function unpack(packed: Uint8Array): Uint8Array[] {
  const count = new Float64Array(packed.slice(0, 8).buffer)[0]!;
  const lengths = new Float64Array(packed.slice(8, 8 * (1 + count)).buffer);
  let end = 8 * (1 + count);
  return Array.from(lengths, (length) => {
    end += length;
    return packed.slice(end - length, end);
  });
}
