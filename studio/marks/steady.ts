import { useEffect, useRef, useState } from "preact/hooks";

/** A value that changes at most so often: for what takes long to draw. The last value is always shown in the end. */
export function useSteady<T>(value: T, milliseconds: number): T {
  const [shown, show] = useState(value);
  const latest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  latest.current = value;
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      show(latest.current);
    }, milliseconds);
  }, [value, milliseconds]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return shown;
}
