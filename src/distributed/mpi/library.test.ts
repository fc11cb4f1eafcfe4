import { describe, expect, it } from "vitest";
import { launchOf } from "../launcher.ts";
import { importKoffi, type Koffi } from "./koffi.ts";
import { loadLibrary } from "./library.ts";

const hydra = { PMI_RANK: "1", PMI_SIZE: "3" };
const openMpi = { OMPI_COMM_WORLD_RANK: "2", OMPI_COMM_WORLD_SIZE: "4" };
const wayOut = (launcher: string) =>
  `Install the MPI that ${launcher} belongs to (on Debian: openmpi-bin or mpich), name its library in HENKAN_MPI_LIBRARY, or set HENKAN_MPI=off if each process is to work by itself`;

/** A loader that knows these files, with their symbols. */
function koffiWith(files: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const load = (file: string, options: object) => {
    asked.push(`${file} ${JSON.stringify(options)}`);
    const symbols = files[file];
    if (symbols === undefined) throw new Error(`Failed to load shared library: ${file}: not found`);
    const symbol = (name: string) => {
      if (!symbols.includes(name)) throw new Error(`no ${name}`);
      return BigInt(1000 + symbols.indexOf(name));
    };
    const func = () => (major: Int32Array) => {
      major[0] = file.includes("abi") ? 1 : -1;
      return 0;
    };
    return { symbol, func };
  };
  return { koffi: { load } as unknown as Koffi, asked };
}

const open = (env: Record<string, string>, koffi: Koffi) => loadLibrary(koffi, launchOf(env)!, env);
const openMpiSymbols = ["MPI_Init_thread", "ompi_mpi_comm_world", "ompi_mpi_byte", "ompi_mpi_errors_return"];

describe.runIf(process.platform === "linux")("the MPI library", () => {
  it("is the launcher's where both are installed", () => {
    const { koffi } = koffiWith({ "libmpi.so.40": openMpiSymbols, "libmpich.so.12": ["MPI_Init_thread"] });
    expect(open(openMpi, koffi)).toMatchObject({
      file: "libmpi.so.40",
      binding: { name: "Open MPI", handle: "intptr_t", world: 1001n, byte: 1002n, errorsReturn: 1003n },
    });
    expect(open(hydra, koffi)).toMatchObject({
      file: "libmpich.so.12",
      binding: { name: "the MPICH ABI", handle: "int", world: 0x44000000, anySource: -2 },
    });
  });

  it("is loaded with global symbols, which Open MPI's plugins look for", () => {
    const { koffi, asked } = koffiWith({ "libmpi.so.40": openMpiSymbols });
    open(openMpi, koffi);
    expect(asked).toEqual(['libmpi.so.40 {"lazy":true,"global":true}']);
  });

  it("has the standard ABI if it says so", () => {
    const symbols = ["MPI_Init_thread", "MPI_Abi_get_version"];
    const { koffi } = koffiWith({ "libmpi_abi.so.1": symbols, "libmpi.so.12": symbols });
    expect(open({ ...hydra, HENKAN_MPI_LIBRARY: "libmpi_abi.so.1" }, koffi)).toMatchObject({
      binding: { name: "the standard ABI", handle: "intptr_t", world: 0x101, threadFunneled: 1024 },
    });
    expect(open(hydra, koffi).binding.name).toBe("the MPICH ABI");
  });

  it("is the one that the user names, alone", () => {
    const { koffi } = koffiWith({ "libmpi.so.40": openMpiSymbols });
    expect(() => open({ ...openMpi, HENKAN_MPI_LIBRARY: "/opt/mpi/libmpi.so" }, koffi)).toThrow(
      `no MPI library can be loaded, and Open MPI's mpirun started this process as one of several (OMPI_COMM_WORLD_RANK=2, OMPI_COMM_WORLD_SIZE=4):\n  /opt/mpi/libmpi.so: not found\n${wayOut("Open MPI's mpirun")}`,
    );
  });

  it("that cannot be found is an error that tells where it was sought", () => {
    const { koffi } = koffiWith({ "libmpi.so": ["puts"] });
    const sought = ["libmpi.so.12", "libmpich.so.12", "libmpi_cray.so.12", "libmpi.so.40", "libmpi.so.20"];
    const lines = [...sought, "libmpi_abi.so.1"].map((file) => `\n  ${file}: not found`).join("");
    const launcher = "MPICH's mpiexec, or another that speaks PMI";
    expect(() => open(hydra, koffi)).toThrow(
      `no MPI library can be loaded, and ${launcher} started this process as one of several (PMI_RANK=1, PMI_SIZE=3):${lines}\n  libmpi.so: it is no MPI library (it lacks MPI_Init_thread)\n${wayOut(launcher)}`,
    );
  });

  it("is sought by the system's loader, in its words", async () => {
    const koffi = await importKoffi();
    expect(() => open({ ...hydra, HENKAN_MPI_LIBRARY: "/nowhere/libmpi.so.12" }, koffi)).toThrow(
      "\n  /nowhere/libmpi.so.12: cannot open shared object file: No such file or directory\n",
    );
  });
});

it("koffi that is not installed is an error", async () => {
  await expect(importKoffi("koffi-is-not-here")).rejects.toThrow(
    /^several processes need MPI, which henkan calls through the package koffi, and that does not load: Cannot find package 'koffi-is-not-here' .*\. Install it \(npm install koffi\), or set HENKAN_MPI=off if each process is to work by itself$/,
  );
});
