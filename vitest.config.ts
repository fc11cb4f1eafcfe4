import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,studio,test,scripts}/**/*.test.{ts,tsx}"],
    testTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } }, // of a browser on a busy machine
    maxWorkers: 2,
  },
});
