import { z } from "zod";

/** The members of a choice by name, as their owner lists them. */
type Members<Name extends string> = Readonly<Record<Name, { readonly description: string }>>;

/** A setting that names a member of a list: its possible values are the members' names. */
export function choice<const Name extends string>(members: Members<Name>) {
  return z.enum(namesOf(members) as [Name, ...Name[]]);
}

/** A choice's help: what it is about, and each member with its description. */
export function choiceHelp(about: string, members: Members<string>): string {
  const listed = Object.entries(members).map(([name, { description }]) => `${name}: ${description}`);
  return `${about} ${listed.join("; ")}.`;
}

/** The members of a list that read a setting. */
export function readersOf<Name extends string, Setting extends string>(
  members: Readonly<Record<Name, { readonly reads: readonly Setting[] }>>,
  setting: NoInfer<Setting>,
): Name[] {
  return namesOf(members).filter((name) => members[name].reads.includes(setting));
}

/** The members' names, in the list's order. */
export function namesOf<Name extends string>(members: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(members) as Name[];
}
