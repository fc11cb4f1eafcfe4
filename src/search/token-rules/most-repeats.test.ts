import { expect, it } from "vitest";
import { runtimes } from "../../../test/support/runtimes.ts";
import { wildModel } from "../../../test/support/wild-model.ts";
import { createTranslator } from "../translator.ts";

it.each(runtimes)("no token occurs more often, $name", async ({ open }) => {
  const translator = await createTranslator(wildModel({ endBias: -20 }), await open());
  for (const beam of [1, 3]) {
    const options = { beam, maximumLength: 8, minimumLength: 6 };
    const most = async (mostRepeats: number) => {
      const [translation] = await translator.translate(["abc"], { ...options, mostRepeats });
      const { tokens } = translation!;
      return Math.max(...tokens.map((token) => tokens.filter((one) => one === token).length));
    };
    expect(await most(0)).toBeGreaterThan(3);
    expect(await most(2)).toBe(2);
  }
});
