/** Makes dist/web and dist/package: what `henkan export` ships beside a model. */
import { bundle } from "../bundles/bundle.ts";

await bundle("dist");
