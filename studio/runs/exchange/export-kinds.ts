/** "folder": a model folder; "run": the same with what training needs to go on. */
export const exportKinds = ["folder", "run", "onnx", "page"] as const;

export type ExportKind = (typeof exportKinds)[number];
