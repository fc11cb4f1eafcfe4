/**
 * Writes configuration.schema.json, which lets editors complete and check configuration files, and
 * docs/configuration.md, which tells of all their keys.
 */

import { configurationJsonSchema } from "../src/configuration/configuration.ts";
import { writeFileAtomically } from "../src/data/write-file.ts";
import { configurationPage, type OptionSchema } from "./configuration-page.ts";

const schema = configurationJsonSchema();
await writeFileAtomically("configuration.schema.json", `${JSON.stringify(schema, null, 2)}\n`);
await writeFileAtomically("docs/configuration.md", configurationPage(schema as OptionSchema));
