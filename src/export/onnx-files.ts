/** The models' files in an exported folder. */
export const onnxFiles = { model: "model.onnx", encoder: "encoder.onnx", step: "decoder-step.onnx" } as const;
