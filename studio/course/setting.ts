/** One setting of a widget as text in an address. What cannot be read gives the default: an address is somebody's text. */
export interface Setting<T> {
  readonly name: string;
  readonly initial: T;
  read(text: string): T | undefined;
  write(value: T): string;
}

/** A whole number, kept within its bounds. */
export function integerSetting(name: string, least: number, most: number, initial: number): Setting<number> {
  return {
    name,
    initial,
    read: (text) => (/^-?\d{1,6}$/.test(text) ? Math.min(most, Math.max(least, Number(text))) : undefined),
    write: String,
  };
}

/** A number, kept within its bounds. */
export function numberSetting(name: string, least: number, most: number, initial: number): Setting<number> {
  return { name, initial, read: (text) => boundedNumber(text, least, most), write: String };
}

/** So many numbers as there are initial ones, with commas between them. */
export function numbersSetting(
  name: string,
  least: number,
  most: number,
  initial: readonly number[],
): Setting<readonly number[]> {
  return {
    name,
    initial,
    read(text) {
      const values = text.split(",").map((part) => boundedNumber(part, least, most));
      const isWhole = values.length === initial.length && values.every((value) => value !== undefined);
      return isWhole ? (values as number[]) : undefined;
    },
    write: (values) => values.join(","),
  };
}

export function choiceSetting<T extends string>(name: string, options: readonly T[], initial: T): Setting<T> {
  return {
    name,
    initial,
    read: (text) => options.find((option) => option === text),
    write: (value) => value,
  };
}

/** 1 or 0. */
export function switchSetting(name: string, initial: boolean): Setting<boolean> {
  return {
    name,
    initial,
    read: (text) => (text === "1" ? true : text === "0" ? false : undefined),
    write: (value) => (value ? "1" : "0"),
  };
}

/** Text of at most so many characters. */
export function textSetting(name: string, most: number, initial: string): Setting<string> {
  return { name, initial, read: (text) => text.slice(0, most), write: (value) => value };
}

/** The value that an address gives to a setting. */
export function settingIn<T>({ read, initial }: Setting<T>, text: string | undefined): T {
  return (text === undefined ? undefined : read(text)) ?? initial;
}

function boundedNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : undefined;
}
