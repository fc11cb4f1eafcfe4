import { RuntimeUnavailableError } from "../../errors.ts";

export type Koffi = typeof import("koffi");
export type Library = import("koffi").LibraryHandle;

/** In a constant, so that bundlers do not follow it: a page has no MPI, and the package is optional. */
const koffiName = "koffi";

/** @throws {RuntimeUnavailableError} if the package, which calls C libraries from Node, is not installed or does not load */
export async function importKoffi(name = koffiName): Promise<Koffi> {
  try {
    const { default: koffi } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as {
      default: Koffi;
    };
    return koffi;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new RuntimeUnavailableError(
      `several processes need MPI, which henkan calls through the package koffi, and that does not load: ${why}. Install it (npm install koffi), or set HENKAN_MPI=off if each process is to work by itself`,
      { cause },
    );
  }
}
