/** Writes configuration.schema.json, which lets editors complete and check configuration files. */
import { writeFileAtomically } from "../src/data/write-file.ts";
import { configurationJsonSchema } from "../src/seq2seq/configuration.ts";

await writeFileAtomically(
  "configuration.schema.json",
  `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`,
);
