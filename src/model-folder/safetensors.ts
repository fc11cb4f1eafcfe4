import { z } from "zod";
import { CheckpointError } from "../errors.ts";
import { type ParameterSpec, Weights, type WeightView } from "../nn/index.ts";

/**
 * The safetensors format (Hugging Face): 8 bytes with the header's length, little-endian; the header, a JSON
 * object of `{dtype, shape, data_offsets}` by tensor name, padded with spaces; then the tensors' values without
 * gaps, little-endian. Here all are F32, and values are copied as they lie in memory: every platform that ONNX
 * Runtime supports is little-endian.
 */

const lengthBytes = 8;
/** The header is padded to a multiple of this, so that the values can be viewed in place. */
const alignment = 8;

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);

type Header = z.infer<typeof headerSchema>;

/** Weights as a safetensors file, in pieces, the values without a copy. The same weights give the same bytes. */
export function encodeSafetensors(weights: Weights): Uint8Array[] {
  const header: Header = {};
  let offset = 0;
  for (const { name, shape, data } of weights.views) {
    header[name] = {
      dtype: "F32",
      shape: [...shape],
      data_offsets: [offset, offset + data.byteLength],
    };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = new Uint8Array(lengthBytes + Math.ceil(json.length / alignment) * alignment).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(start.length - lengthBytes), true);
  start.set(json, lengthBytes);
  return [start, bytesOf(weights.values)];
}

/**
 * Reads a safetensors file into the parameters of a model.
 * @param specs the parameters that the file must hold, no more and no fewer
 * @param name what errors call the file
 * @throws {CheckpointError} where the file is damaged or holds other tensors; all that do not fit are named
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  specs: readonly Pick<ParameterSpec, "name" | "shape">[],
  name: string,
): Weights {
  const { header, data } = readHeader(bytes, name);
  const problems = [...layoutProblems(header, data.length), ...misfits(header, specs)];
  if (problems.length > 0) throw damaged(name, problems.join("; "));
  const weights = new Weights(specs);
  for (const view of weights.views) {
    const [begin, end] = header[view.name]!.data_offsets;
    bytesOf(view.data).set(data.subarray(begin, end));
  }
  return weights;
}

function readHeader(bytes: Uint8Array, name: string): { header: Header; data: Uint8Array } {
  if (bytes.length < lengthBytes) {
    throw damaged(name, `${bytes.length} bytes: expected at least the ${lengthBytes} of a header's length`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - lengthBytes)) {
    throw damaged(
      name,
      `its header is ${length} bytes by the first ${lengthBytes}, but only ${bytes.length - lengthBytes} follow`,
    );
  }
  const end = lengthBytes + Number(length);
  let json: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(lengthBytes, end));
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged(name, "its header is not JSON", cause);
  }
  const { __metadata__: _, ...tensors } = Object(json) as Record<string, unknown>;
  const parsed = headerSchema.safeParse(tensors);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw damaged(name, `its header at ${path.join(".") || "the top"}: ${message}`, parsed.error);
  }
  return { header: parsed.data, data: bytes.subarray(end) };
}

/** Whether the tensors are F32 and lie one behind the other from the first to the last byte. */
function layoutProblems(header: Header, dataLength: number): string[] {
  const problems: string[] = [];
  const inOrder = Object.entries(header).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  let expected = 0;
  for (const [tensor, { dtype, shape, data_offsets }] of inOrder) {
    const size = 4 * shape.reduce((product, extent) => product * extent, 1);
    const [begin, end] = data_offsets;
    if (dtype !== "F32") problems.push(`${tensor} has dtype ${JSON.stringify(dtype)}, expected "F32"`);
    if (begin !== expected || end !== expected + size) {
      problems.push(
        `${tensor} [${shape.join(", ")}] lies at ${begin} … ${end}, expected ${expected} … ${expected + size}`,
      );
    }
    expected = end;
  }
  if (expected !== dataLength) {
    problems.push(`it has ${dataLength} bytes of values, expected ${expected} by its header`);
  }
  return problems;
}

function misfits(header: Header, specs: readonly Pick<WeightView, "name" | "shape">[]): string[] {
  const known = new Set(specs.map(({ name }) => name));
  const problems = Object.keys(header)
    .filter((tensor) => !known.has(tensor))
    .map((tensor) => `the model has no ${tensor}`);
  for (const { name, shape } of specs) {
    const found = header[name]?.shape;
    if (found === undefined) problems.push(`${name} [${shape.join(", ")}] is missing`);
    else if (found.join() !== shape.join()) {
      problems.push(`${name} has the shape [${found.join(", ")}], expected [${shape.join(", ")}]`);
    }
  }
  return problems;
}

function damaged(name: string, problem: string, cause?: unknown): CheckpointError {
  const message = `${name}: ${problem}: copy it again from where it was trained, or train again`;
  return new CheckpointError(message, { cause });
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
