import type { RandomStream } from "../../src/random.ts";

/** What faulty programs and people write: numbers at the ends of their ranges, brackets, marks, names that mean something. */
const pieces = [
  ...[
    "0",
    "-1",
    "1e999",
    "9007199254740993",
    "4294967296",
    "NaN",
    "null",
    "true",
    '""',
    "[]",
    "{}",
    "[[[[",
    "}}}}",
  ],
  ...[
    '"',
    "\\",
    "\\u0000",
    "\\ud800",
    "\0",
    "\xff\xfe",
    "\xef\xbb\xbf",
    "\r",
    "\n",
    "\t",
    ",",
    ";",
    ":",
    "<",
    "&#0;",
    "]]>",
  ],
  ...[
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "/dev/zero",
    "NaN",
    "Infinity",
    " ".repeat(300),
    "a".repeat(3000),
  ],
].map((text) => Buffer.from(text, "latin1"));

/** Bytes with one to four changes drawn at random. */
export function mutated(bytes: Uint8Array, random: RandomStream): Uint8Array {
  let result = Buffer.from(bytes);
  for (let changes = 1 + random.integer(4); changes > 0; changes--)
    result = Buffer.from(changed(result, random));
  return new Uint8Array(result);
}

function changed(bytes: Buffer, random: RandomStream): Uint8Array {
  const at = random.integer(bytes.length + 1);
  const length = random.integer(
    random.integer(4) === 0 ? bytes.length - at + 1 : Math.min(9, bytes.length - at + 1),
  );
  const [before, part, behind] = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + length),
    bytes.subarray(at + length),
  ];
  switch (random.integer(7)) {
    case 0: // a bit
      if (at < bytes.length) bytes[at]! ^= 1 << random.integer(8);
      return bytes;
    case 1: // a byte
      if (at < bytes.length) bytes[at] = random.integer(256);
      return bytes;
    case 2:
      return Buffer.concat([before, behind]);
    case 3:
      return Buffer.concat([before, part, part, behind]);
    case 4:
      return before;
    case 5: {
      const other = random.integer(bytes.length + 1);
      return Buffer.concat([before, bytes.subarray(other, other + length), behind]);
    }
    default:
      return Buffer.concat([before, pieces[random.integer(pieces.length)]!, behind]);
  }
}
