/** The script of the page: shows the shell, which loads the view that the address names. */
import { render } from "preact";
import { Shell } from "./app/shell.tsx";
import { isolate } from "./isolation/isolate.ts";

const place = document.getElementById("studio")!;
place.replaceChildren();
render(<Shell />, place);
void isolate();
