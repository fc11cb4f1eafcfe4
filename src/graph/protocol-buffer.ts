/**
 * Protocol buffers' wire format (protobuf.dev/programming-guides/encoding), as far as ONNX models need it: integers,
 * text, bytes, and messages in messages. Lists of integers are written one by one, as proto2 does where a field is not
 * said to be packed.
 */

/** The fields of a message by their names: number and type. They are written in the order in which they stand. */
export type Fields<M> = {
  readonly [Name in keyof M]-?: readonly [number: number, type: FieldType<Item<NonNullable<M[Name]>>>];
};

/** Integers are safe ones. Messages are named by a function, since a message may hold others of its kind. */
type FieldType<T> = T extends number
  ? "integer"
  : T extends string
    ? "text"
    : T extends Uint8Array
      ? "bytes"
      : () => Fields<T>;

type Item<T> = T extends Uint8Array ? T : T extends readonly (infer One)[] ? One : T;

/** A message that was read: each field with all its values, none where it is absent. */
export type Found<M> = {
  readonly [Name in keyof M]-?: readonly FoundItem<Item<NonNullable<M[Name]>>>[];
};

type FoundItem<T> = T extends number | string | Uint8Array ? T : Found<T>;

type AnyFields = Readonly<Record<string, readonly [number: number, type: AnyType]>>;
type AnyType = "integer" | "text" | "bytes" | (() => AnyFields);

/** The kinds of values on the wire that are used here. */
const wire = { integer: 0, delimited: 2 } as const;

/** A message as bytes. Fields that are undefined are left out. */
export function encode<M>(fields: Fields<M>, message: M): Uint8Array<ArrayBuffer> {
  const parts = new Parts();
  parts.message(fields as AnyFields, message as Readonly<Record<string, unknown>>);
  return parts.joined();
}

/** What a message is made of. Large values are copied once, when all of it is joined. */
class Parts {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  message(fields: AnyFields, message: Readonly<Record<string, unknown>>): void {
    for (const [name, [number, type]] of Object.entries(fields)) {
      const value = message[name];
      if (Array.isArray(value)) for (const one of value) this.field(number, type, one);
      else if (value !== undefined) this.field(number, type, value);
    }
  }

  joined(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  private field(number: number, type: AnyType, value: unknown): void {
    if (type === "integer") {
      this.add(varint(number * 8 + wire.integer));
      this.add(varint(value as number));
      return;
    }
    this.add(varint(number * 8 + wire.delimited));
    const place = this.parts.push(none) - 1; // for the length of what follows
    const before = this.length;
    if (type === "text") this.add(new TextEncoder().encode(value as string));
    else if (type === "bytes") this.add(value as Uint8Array);
    else this.message(type(), value as Readonly<Record<string, unknown>>);
    const length = varint(this.length - before);
    this.parts[place] = length;
    this.length += length.length;
  }

  private add(part: Uint8Array): void {
    this.parts.push(part);
    this.length += part.length;
  }
}

const none = new Uint8Array();

/** Seven bits a byte, the lowest first; negative numbers as 64 bits of two's complement. */
function varint(value: number): Uint8Array {
  if (value >= 0 && value < 0x80) return Uint8Array.of(value);
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left >= 0x80n; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  return Uint8Array.of(...bytes, Number(left));
}

/**
 * Reads a message that `encode` has written; other fields are passed over.
 * @throws {TypeError} for kinds of values that `encode` does not write
 */
export function decode<M>(fields: Fields<M>, bytes: Uint8Array): Found<M> {
  return found(fields as AnyFields, bytes) as Found<M>;
}

function found(fields: AnyFields, bytes: Uint8Array): Readonly<Record<string, readonly unknown[]>> {
  const named = Object.entries(fields).map(([name, [number, type]]) => ({ name, number, type }));
  const values: Record<string, unknown[]> = Object.fromEntries(named.map(({ name }) => [name, []]));
  let at = 0;
  const integer = () => {
    let [value, shift] = [0n, 0n];
    for (; bytes[at]! >= 0x80; shift += 7n) value |= BigInt(bytes[at++]! & 0x7f) << shift;
    return Number(BigInt.asIntN(64, value | (BigInt(bytes[at++]!) << shift)));
  };
  while (at < bytes.length) {
    const tag = integer();
    const kind = tag % 8;
    const field = named.find(({ number }) => number === Math.floor(tag / 8));
    if (kind !== wire.integer && kind !== wire.delimited) {
      throw new TypeError(`protocol buffer: values of kind ${kind} are not read here`);
    }
    const value = integer();
    if (kind === wire.integer) {
      if (field?.type === "integer") values[field.name]!.push(value);
      continue;
    }
    const inner = bytes.subarray(at, at + value);
    at += value;
    if (field === undefined || field.type === "integer") continue;
    const { name, type } = field;
    if (type === "text") values[name]!.push(new TextDecoder().decode(inner));
    else values[name]!.push(type === "bytes" ? inner : found(type(), inner));
  }
  return values;
}
