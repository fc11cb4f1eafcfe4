import { expect, it } from "vitest";
import { optimizers } from "./optimizers.ts";

it.each(Object.entries(optimizers))(
  "%s reads the settings that it says, and no others",
  (_, { create, reads }) => {
    const read = new Set<string>();
    create(new Proxy({}, { get: (_target, key) => void read.add(String(key)) }));
    expect([...read].sort()).toEqual([...reads].sort());
  },
);
