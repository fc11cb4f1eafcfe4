import { flag, text, whole } from "./flag.ts";

export const serveFlags = {
  host: flag("--host <address>", "address to listen on (default: 127.0.0.1, this machine alone)", text),
  port: flag("--port <n>", "port to listen on; 0: any that is free (default: 8080)", whole(0, 65535)),
  workers: flag("--workers <n>", "threads that compute, each on one core (default: one a core)", whole(1)),
};
