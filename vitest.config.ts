import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,studio,test,scripts}/**/*.test.{ts,tsx}"],
    testTimeout: 120_000,
    maxWorkers: 2,
  },
});
