/** Makes dist/web and dist/package, what `henkan export` ships beside a model, and dist/bin, the command line. */
import { chmod } from "node:fs/promises";
import { bundle } from "../bundles/bundle.ts";

await bundle("dist");
await chmod("dist/bin/henkan.js", 0o755); // npm does so only when it installs
