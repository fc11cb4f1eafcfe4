import { signal } from "@preact/signals";

/** What the address' hash says: `#/train?task=dates&hide=navigation`, `#/course/attention`. */
export interface Address {
  readonly view: string;
  /** What comes after the view: a chapter of the course; empty where there is nothing. */
  readonly part: string;
  readonly parameters: URLSearchParams;
}

/** The state of the page is in its address, so that a link is an exercise. */
export const address = signal<Address>(readAddress(location.hash));

addEventListener("hashchange", () => {
  address.value = readAddress(location.hash);
});

/** Whatever is not of this form is the first view: an address is somebody's text. */
export function readAddress(hash: string): Address {
  const [, view = "", part = "", query = ""] = /^#\/([\w-]*)(?:\/([\w-]*))?(?:\?(.*))?$/s.exec(hash) ?? [];
  return { view, part, parameters: new URLSearchParams(query) };
}

/** The hash of a view, for a link. What goes with the reader from view to view, language and `hide`, is kept. */
export function linkTo(view: string, parameters: Readonly<Record<string, string>> = {}): string {
  const kept = ["lang", "hide"].flatMap((name) => {
    const value = address.value.parameters.get(name);
    return value === null ? [] : [[name, value]];
  });
  const query = new URLSearchParams([...kept, ...Object.entries(parameters)]).toString();
  return `#/${view}${query === "" ? "" : `?${query}`}`;
}

/** A parameter of the address; a component that reads it is drawn again when it changes. */
export function parameter(name: string): string | undefined {
  return address.value.parameters.get(name) ?? undefined;
}

/**
 * Changes parameters of the view that is shown; undefined takes one away. The address is replaced, so that "back" leaves
 * the view instead of undoing one letter.
 */
export function setParameters(changes: Readonly<Record<string, string | undefined>>): void {
  const { view, part, parameters: before } = address.peek(); // an effect that writes it does not depend on it
  const parameters = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) parameters.delete(name);
    else parameters.set(name, value);
  }
  const query = parameters.toString();
  if (query === before.toString()) return;
  const place = part === "" ? view : `${view}/${part}`;
  try {
    history.replaceState(null, "", `#/${place}${query === "" ? "" : `?${query}`}`);
  } catch {
    // Browsers bound how often a page may do this; what a slider moves goes on without it.
  }
  address.value = { view, part, parameters };
}

/** Whether the link's author hid a control: `hide=settings,navigation`. */
export function isHidden(control: string): boolean {
  return parameter("hide")?.split(",").includes(control) ?? false;
}
