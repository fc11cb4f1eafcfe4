import { z } from "zod";
import { CheckpointError } from "../errors.ts";
import { type ParameterSpec, Weights, type WeightView } from "../nn/index.ts";

/**
 * The safetensors format (Hugging Face): 8 bytes with the header's length, little-endian; the header, a JSON
 * object of `{dtype, shape, data_offsets}` by tensor name, padded with spaces; then the tensors' values without
 * gaps, little-endian. Here all are F32, and values are copied as they are in memory: every platform that ONNX
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

/** Weights as a safetensors file, in pieces, without copying the values. The same weights give the same bytes. */
export function encodeSafetensors(weights: Weights): Uint8Array[] {
  return [encodeHeader(weights.views), bytesOf(weights.values)];
}

/** Flat tensors by name as a safetensors file, in one piece. */
export function encodeTensors(tensors: ReadonlyMap<string, Float32Array>): Uint8Array {
  const views = [...tensors].map(([name, data]) => ({ name, shape: [data.length], data }));
  const pieces = [encodeHeader(views), ...views.map(({ data }) => bytesOf(data))];
  const file = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    file.set(piece, offset);
    offset += piece.length;
  }
  return file;
}

/**
 * Reads what `encodeTensors` wrote.
 * @param name the file's name in error messages
 * @throws {CheckpointError} where the file is damaged
 */
export function decodeTensors(bytes: Uint8Array, name: string): Map<string, Float32Array> {
  const { header, data } = readHeader(bytes, name);
  const problems = layoutProblems(header, data.length);
  if (problems.length > 0) throw damaged(name, problems.join("; "));
  return new Map(
    Object.entries(header).map(
      ([
        tensor,
        {
          data_offsets: [begin, end],
        },
      ]) => {
        const values = new Float32Array((end - begin) / 4);
        bytesOf(values).set(data.subarray(begin, end));
        return [tensor, values];
      },
    ),
  );
}

function encodeHeader(views: readonly WeightView[]): Uint8Array {
  const header: Header = {};
  let offset = 0;
  for (const { name, shape, data } of views) {
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
  return start;
}

/**
 * Reads a safetensors file into the parameters of a model.
 * @param specs the parameters that the file must hold, no more and no fewer
 * @param name the file's name in error messages
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
  let offsets = 0;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(lengthBytes, end));
    json = JSON.parse(text);
    offsets = text.match(/"data_offsets"\s*:/g)?.length ?? 0;
  } catch (cause) {
    throw damaged(name, "its header is not JSON", cause);
  }
  const { __metadata__: _, ...tensors } = Object(json) as Record<string, unknown>;
  // JSON.parse keeps the last of several entries with one name, and zod drops this name.
  if (Object.hasOwn(tensors, "__proto__") || offsets > Object.keys(tensors).length) {
    throw damaged(name, 'its header has a name twice, or "__proto__"');
  }
  const parsed = headerSchema.safeParse(tensors);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw damaged(name, `its header at ${path.join(".") || "the top"}: ${message}`, parsed.error);
  }
  return { header: parsed.data, data: bytes.subarray(end) };
}

/** Checks that the tensors are F32 and contiguous from the first to the last byte. */
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
