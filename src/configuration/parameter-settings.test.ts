import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.ts";
import { type ConfigurationInput, parseConfiguration } from "./configuration.ts";
import { parameterSettings } from "./parameter-settings.ts";

const names = ["encoder.embedding", "encoder.0.forward.weight_h", "decoder.embedding", "decoder.0.bias"];

function settingsOf(training: ConfigurationInput["training"]) {
  return parameterSettings(parseConfiguration({ training }).training, names);
}

describe("parameterSettings", () => {
  it("finds names by patterns, in which * stands for any part", () => {
    const frozen = (freeze: string | string[]) =>
      names.filter((_, index) => settingsOf({ freeze })[index]!.frozen);
    expect(frozen([])).toEqual([]);
    expect(frozen("encoder.*")).toEqual(names.slice(0, 2));
    expect(frozen("*.embedding, *bias")).toEqual([names[0], names[2], names[3]]);
    expect(frozen(["*.0.*"])).toEqual([names[1], names[3]]);
    expect(frozen("decoder.0.bias")).toEqual([names[3]]);
    expect(frozen("*er*.*h*")).toEqual([names[1]]);
  });

  it("lets the last group that names a parameter decide, setting by setting", () => {
    const settings = settingsOf({
      weightDecay: 0.5,
      groups: [
        { parameters: "encoder.*", learningRateFactor: 0.1 },
        { parameters: ["*.embedding"], weightDecay: 0, learningRateFactor: 2 },
        { parameters: "encoder.embedding", learningRateFactor: 3 },
      ],
    });
    expect(settings).toEqual([
      { frozen: false, learningRateFactor: 3, weightDecay: 0 },
      { frozen: false, learningRateFactor: 0.1, weightDecay: 0.5 },
      { frozen: false, learningRateFactor: 2, weightDecay: 0 },
      { frozen: false, learningRateFactor: 1, weightDecay: 0.5 },
    ]);
  });

  it("refuses patterns that name nothing, with the nearest names", () => {
    const given = () => settingsOf({ freeze: ["decodr.*", "*"], groups: [{ parameters: "decoder.0.baas" }] });
    expect(given).toThrow(
      new ConfigError(
        'training.freeze "decodr.*": no parameter has such a name; the nearest are decoder.embedding, decoder.0.bias, ' +
          "encoder.embedding\n" +
          'training.groups.0.parameters "decoder.0.baas": no parameter has such a name; the nearest are decoder.0.bias, ' +
          "decoder.embedding, encoder.embedding",
      ),
    );
  });

  it("refuses to freeze everything", () => {
    expect(() => settingsOf({ freeze: "*" })).toThrow(
      new ConfigError('training.freeze ["*"]: it names all parameters; nothing is left to train'),
    );
  });
});
