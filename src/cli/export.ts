import { isAbsolute } from "node:path";
import { exportModel } from "../export/index.ts";
import { formatTable } from "./table.ts";
import { print, type Terminal } from "./terminal.ts";

export interface ExportFlags {
  readonly to: string;
  readonly out: string;
  readonly name?: string;
}

/** `henkan export`: a model in a form to ship. */
export async function exportTo(folder: string, flags: ExportFlags, terminal: Terminal): Promise<number> {
  const { to, out, name } = flags;
  const { files, hints } = await exportModel(folder, { to, out, ...(name === undefined ? {} : { name }) });
  const rows = files.map(({ path, data }) => [path, bytes(Buffer.byteLength(data))]);
  const total = files.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  const table = formatTable([...rows, ["total", bytes(total)]], "lr");
  await print(terminal, `${out}\n${table}\n${hints(argument(out)).join("\n")}\n`);
  return 0;
}

/** A path as an argument: npm takes "a" for a package and "./a" for a folder, and white space needs quotes. */
function argument(path: string): string {
  const plain = isAbsolute(path) || path.startsWith(".") ? path : `./${path}`;
  return /^[\w./\\:@+-]*$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}

function bytes(count: number): string {
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
