import type { ModelToExport } from "./model-to-export.ts";
import { bundledFiles, onnxRuntimeFiles } from "./shipped-files.ts";
import { renderPage } from "./web-page.ts";
import { webStyle } from "./web-style.ts";
import type { Export } from "./write-export.ts";

/** A static folder: a page that runs the model in the reader's browser, and asks for nothing outside its folder. */
export async function exportWeb(model: ModelToExport): Promise<Export> {
  return {
    files: [
      { path: "index.html", data: renderPage(model) },
      { path: "page.css", data: webStyle },
      ...(await bundledFiles("web", ["page.js", "worker.js", "licenses.txt"])),
      ...(await onnxRuntimeFiles()),
      ...model.files,
    ],
    hints: (folder) => [
      "Put the folder on any static web server, at any path. To try it here:",
      `  python3 -m http.server --directory ${folder} 8000`,
      "  and open http://localhost:8000",
    ],
  };
}
