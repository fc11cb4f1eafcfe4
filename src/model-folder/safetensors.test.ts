import { describe, expect, it } from "vitest";
import { CheckpointError } from "../errors.ts";
import { Weights } from "../nn/index.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

const specs = [
  { name: "encoder.weight", shape: [2, 3] },
  { name: "bias", shape: [5] },
];

function file(weights: Weights): Uint8Array {
  return new Uint8Array(Buffer.concat(encodeSafetensors(weights)));
}

function counting(): Weights {
  return new Weights(
    specs,
    Float32Array.from({ length: 11 }, (_, i) => i / 4),
  );
}

/** A file with a header of any content. */
function withHeader(header: unknown, dataLength: number): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([length, json, Buffer.alloc(dataLength)]));
}

function reading(bytes: Uint8Array): () => Weights {
  return () => decodeSafetensors(bytes, specs, "w.safetensors");
}

function damaged(problem: string): CheckpointError {
  return new CheckpointError(
    `w.safetensors: ${problem}: copy it again from where it was trained, or train again`,
  );
}

describe("writing", () => {
  it("gives the bytes that the format's description gives", () => {
    const bytes = file(
      new Weights(
        [
          { name: "b", shape: [2] },
          { name: "a", shape: [] },
        ],
        Float32Array.of(1, -2, 0.5),
      ),
    );
    const json =
      '{"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}';
    expect(Buffer.from(bytes.subarray(0, 8)).toString("hex")).toBe("7000000000000000");
    expect(Buffer.from(bytes.subarray(8, 8 + 0x70)).toString()).toBe(json.padEnd(0x70));
    expect(Buffer.from(bytes.subarray(8 + 0x70)).toString("hex")).toBe("0000803f000000c00000003f");
  });
});

describe("reading", () => {
  it("gives back what was written, from a buffer at any offset", () => {
    const written = file(counting());
    const moved = new Uint8Array(written.length + 3).subarray(3);
    moved.set(written);
    const read = reading(moved)();
    expect(read.values).toEqual(counting().values);
    expect(read.views.map(({ name, shape }) => ({ name, shape }))).toEqual(specs);
  });

  it("takes tensors in any order, and metadata", () => {
    const bytes = withHeader(
      {
        __metadata__: { format: "pt" },
        bias: { dtype: "F32", shape: [5], data_offsets: [0, 20] },
        "encoder.weight": { dtype: "F32", shape: [2, 3], data_offsets: [20, 44] },
      },
      44,
    );
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 7, true);
    expect([...reading(bytes)().values]).toEqual([0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0]);
  });

  it("refuses a file without a whole header", () => {
    expect(reading(new Uint8Array(3))).toThrow(
      damaged("3 bytes: expected at least the 8 of a header's length"),
    );
    expect(reading(file(counting()).subarray(0, 100))).toThrow(
      damaged("its header is 128 bytes by the first 8, but only 92 follow"),
    );
    expect(reading(new Uint8Array(Buffer.from("not a safetensors file")))).toThrow(
      damaged("its header is 7021991845529153390 bytes by the first 8, but only 14 follow"),
    );
  });

  it("refuses a header that is not JSON, or not of tensors", () => {
    expect(reading(withHeader('{"bias": ', 0))).toThrow(damaged("its header is not JSON"));
    expect(reading(withHeader({ bias: { dtype: "F32", shape: [-1], data_offsets: [0, 4] } }, 4))).toThrow(
      damaged("its header at bias.shape.0: Too small: expected number to be >=0"),
    );
  });

  it("refuses other types, gaps, overlaps and missing bytes", () => {
    const at = (bias: unknown, dataLength: number) =>
      reading(
        withHeader(
          { "encoder.weight": { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] }, bias },
          dataLength,
        ),
      );
    expect(at({ dtype: "F16", shape: [5], data_offsets: [24, 44] }, 44)).toThrow(
      damaged('bias has dtype "F16", expected "F32"'),
    );
    expect(at({ dtype: "F32", shape: [5], data_offsets: [28, 48] }, 48)).toThrow(
      damaged("bias [5] lies at 28 … 48, expected 24 … 44"),
    );
    expect(at({ dtype: "F32", shape: [5], data_offsets: [20, 40] }, 40)).toThrow(
      damaged("bias [5] lies at 20 … 40, expected 24 … 44"),
    );
    expect(at({ dtype: "F32", shape: [5], data_offsets: [24, 44] }, 40)).toThrow(
      damaged("it has 40 bytes of values, expected 44 by its header"),
    );
  });

  it("names every tensor that is missing, unknown or of another shape", () => {
    const other = new Weights([
      { name: "encoder.weight", shape: [3, 2] },
      { name: "decoder.bias", shape: [1] },
    ]);
    expect(reading(file(other))).toThrow(
      damaged(
        "the model has no decoder.bias; encoder.weight has the shape [3, 2], expected [2, 3]; bias [5] is missing",
      ),
    );
  });
});

describe("a header with names that JSON.parse does not show", () => {
  const entry = (name: string, begin: number, end: number) =>
    `"${name}":{"dtype":"F32","shape":[${(end - begin) / 4}],"data_offsets":[${begin},${end}]}`;

  it.each([
    ["a name twice", `{${entry("bias", 0, 20)},${entry("bias", 0, 20)}}`],
    ["__proto__", `{${entry("bias", 0, 20)},${entry("__proto__", 20, 20)}}`],
  ])("%s is refused", (_, header) => {
    const read = () =>
      decodeSafetensors(withHeader(header, 20), [{ name: "bias", shape: [5] }], "w.safetensors");
    expect(read).toThrow(damaged('its header has a name twice, or "__proto__"'));
  });
});
