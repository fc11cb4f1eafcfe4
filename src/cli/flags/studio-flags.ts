import { flag, whole } from "./flag.ts";

export const studioFlags = {
  port: flag(
    "--port <n>",
    "port on this machine (default: 4264, or the next that is free); a browser keeps runs apart by port",
    whole(1, 65535),
  ),
};
