import { messageOf, RuntimeUnavailableError } from "../../errors.ts";
import type { Environment, Launch, MpiFamily } from "../launcher.ts";
import { type Binding, symbolOf } from "./binding.ts";
import type { Koffi, Library } from "./koffi.ts";
import { mpich } from "./mpich.ts";
import { openMpi } from "./open-mpi.ts";
import { standardAbi } from "./standard-abi.ts";

export interface LoadedLibrary {
  readonly library: Library;
  readonly binding: Binding;
  /** The name or path by which it was found. */
  readonly file: string;
}

/** File names by family; the number is the ABI's version, which Linux distributions keep in the name. */
const names: Readonly<Record<MpiFamily, { readonly linux: string[]; readonly darwin: string[] }>> = {
  "Open MPI": { linux: ["libmpi.so.40", "libmpi.so.20"], darwin: ["libmpi.40.dylib"] },
  MPICH: {
    linux: ["libmpi.so.12", "libmpich.so.12", "libmpi_cray.so.12"],
    darwin: ["libmpi.12.dylib", "libmpich.12.dylib", "libpmpi.12.dylib"],
  },
};
/** Whose these are their names do not tell. */
const anybodys = { linux: ["libmpi_abi.so.1", "libmpi.so"], darwin: ["libmpi_abi.1.dylib", "libmpi.dylib"] };
/** Where package managers of macOS put libraries, which its loader does not look into. */
const darwinFolders = ["", "/opt/homebrew/lib/", "/usr/local/lib/", "/opt/local/lib/"];

/**
 * The library that belongs to the launcher: `HENKAN_MPI_LIBRARY` alone where it is set, else the usual names, those of the
 * launcher's family first. The loader looks for them where `LD_LIBRARY_PATH` says, which a cluster's modules set.
 *
 * @throws {RuntimeUnavailableError} with each name and the loader's answer
 */
export function loadLibrary(koffi: Koffi, launch: Launch, env: Environment): LoadedLibrary {
  const wanted = env.HENKAN_MPI_LIBRARY ?? "";
  const tried: string[] = [];
  for (const file of wanted === "" ? usualNames(launch.families) : [wanted]) {
    try {
      // Open MPI's plugins look for its symbols among the global ones.
      const library = koffi.load(file, { lazy: true, global: true });
      if (symbolOf(library, "MPI_Init_thread") !== undefined) {
        return { library, file, binding: standardAbi(library) ?? openMpi(library) ?? mpich() };
      }
      tried.push(`${file}: it is no MPI library (it lacks MPI_Init_thread)`);
    } catch (error) {
      tried.push(answer(file, error));
    }
  }
  const lines = tried.map((line) => `\n  ${line}`).join("");
  throw new RuntimeUnavailableError(
    `no MPI library can be loaded, and ${launch.launcher} started this process as one of several (${launch.said}):${lines}\nInstall the MPI that ${launch.launcher} belongs to (on Debian: openmpi-bin or mpich), name its library in HENKAN_MPI_LIBRARY, or set HENKAN_MPI=off if each process is to work by itself`,
  );
}

function usualNames(families: readonly MpiFamily[]): string[] {
  const rest = (["Open MPI", "MPICH"] as const).filter((family) => !families.includes(family));
  const platform = process.platform === "darwin" ? "darwin" : "linux";
  const found = [...families, ...rest].flatMap((family) => names[family][platform]);
  const folders = platform === "darwin" ? darwinFolders : [""];
  return [...found, ...anybodys[platform]].flatMap((name) => folders.map((folder) => `${folder}${name}`));
}

/** The loader's words begin with the file's name, or hold it; they come after koffi's own. */
function answer(file: string, error: unknown): string {
  const words = messageOf(error).replace(/^Failed to load shared library: /, "");
  return words.startsWith(file) ? words : `${file}: ${words}`;
}
