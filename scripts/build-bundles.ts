/** Makes dist/web and dist/package, what `henkan export` ships beside a model, and dist/bin, the command line. */
import { bundle } from "../bundles/bundle.ts";

await bundle("dist");
