import { decimal, flag, list, text, toggle, whole } from "./flag.ts";

/** Flags of limits, keyed by the limit that each sets. */
export const limitFlags = {
  wait: flag(
    "--max-wait <s>",
    "seconds that a request may have to wait: longer, and it is refused (default: 5)",
    decimal(0.01, 3600),
  ),
  timeout: flag("--timeout <s>", "seconds from a request to its answer (default: 30)", decimal(0.1, 3600)),
  rate: flag(
    "--rate <n>",
    "requests a second of one client, ten times as many in a burst (default: 100)",
    decimal(0.01, 1e9),
  ),
  bodyBytes: flag("--max-body <bytes>", "bytes of a request (default: 1048576)", whole(1)),
  characters: flag("--max-characters <n>", "characters of a text (default: 5000)", whole(1)),
  texts: flag("--max-texts <n>", "texts of a request (default: 1000)", whole(1)),
  beam: flag("--max-beam <k>", "hypotheses kept side by side (default: 16)", whole(1, 1024)),
  outputTokens: flag("--max-output <n>", "tokens of an output (default: 500)", whole(1)),
  streams: flag("--max-streams <n>", "streams that are written at the same time (default: 64)", whole(1)),
};

export const serveFlags = {
  pair: list("--pair <pair>", "a model for two languages: en-ja=DIR; may be given again"),
  host: flag("--host <address>", "address to listen on (default: 127.0.0.1, this machine alone)", text),
  port: flag("--port <n>", "port to listen on; 0: any that is free (default: 8000)", whole(0, 65535)),
  urlPrefix: flag("--url-prefix <path>", "what is before every path, such as /mt (default: nothing)", text),
  workers: flag(
    "--workers <n>",
    "threads that compute, each on one core (default: one a core)",
    whole(1, 1024),
  ),
  tokens: flag(
    "--tokens <file>",
    "bearer tokens, one a line: requests need one of them; read again when it has changed",
    text,
  ),
  cors: list("--cors <origin>", 'origin whose pages may call, or "*"; may be given again'),
  trustProxy: toggle("--trust-proxy", "clients are told apart by x-forwarded-for, which a proxy must set"),
  noPage: toggle("--no-page", "no page at /"),
  logText: toggle("--log-text", "the log has the texts, too"),
  watch: flag(
    "--watch <s>",
    "looks at the model folders every so many seconds, and replaces models that have changed",
    decimal(0.1),
  ),
  grace: flag(
    "--grace <s>",
    "seconds to answer what has come when it is told to end (default: 30)",
    decimal(),
  ),
  ...limitFlags,
};
