import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,studio,test,scripts}/**/*.test.{ts,tsx}"],
    testTimeout: 120_000,
    hookTimeout: 120_000, // a hook may build a page and start a browser
    expect: { poll: { timeout: 60_000 } }, // of a browser on a busy machine
    maxWorkers: 2,
  },
});
