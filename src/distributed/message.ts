/**
 * Values as bytes for another rank, and back: all that can be posted to a thread of Node, such as maps and typed arrays.
 * For bytes of this job's ranks alone.
 */
export function encodeMessage(value: unknown): Uint8Array {
  return v8().serialize(value);
}

export function decodeMessage<Value>(bytes: Uint8Array): Value {
  return v8().deserialize(bytes) as Value;
}

/** Ranks are processes of Node; this module is in bundles for pages, too. */
function v8() {
  return process.getBuiltinModule("node:v8");
}
