/** Typesets the course's formulas into studio/course/equations.json, which the page shows. A test compares. */
import { writeFile } from "node:fs/promises";
import { typesetCourse } from "../studio/course/typeset.ts";

await writeFile("studio/course/equations.json", `${JSON.stringify(await typesetCourse(), null, 2)}\n`);
