import { pino } from "pino";
import { ConfigError } from "../../errors.ts";
import { createService } from "../../server/create-service.ts";
import { seeFolders, watchFolders } from "../../server/folder-watch.ts";
import { listen } from "../../server/listen.ts";
import { collectLines } from "../../server/request-log.ts";
import type { ModelSource } from "../../server/served-model.ts";
import type { Service } from "../../server/service.ts";
import { TokenFile } from "../../server/token-file.ts";
import type { Given } from "../flags/given.ts";
import { limitFlags, type serveFlags } from "../flags/serve-flags.ts";
import { grouped } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

/**
 * `henkan serve`: models over HTTP, until SIGTERM or Ctrl-C. Then what has come is answered; a second one ends it at once.
 * SIGHUP replaces the models by what is in their folders, and the tokens by those in their file.
 */
export async function serve(
  folders: readonly string[],
  {
    pair = [],
    host = "127.0.0.1",
    port = 8000,
    urlPrefix = "",
    workers,
    tokens,
    cors,
    trustProxy,
    noPage = false,
    logText,
    watch,
    grace = 30,
    quiet = false,
    ...flags
  }: Given<typeof serveFlags>,
  terminal: Terminal,
): Promise<number> {
  const sources = [...folders.map(readFolder), ...pair.map(readPair)];
  if (sources.length === 0) {
    throw new ConfigError("henkan serve: no model: expected a model folder, or --pair en-ja=DIR");
  }
  const limits = Object.fromEntries(
    Object.keys(limitFlags).flatMap((key) => {
      const value = flags[key as keyof typeof limitFlags];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const lines = collectLines((some) => void terminal.stderr.write(some));
  process.once("exit", lines.flush);
  const log = pino(
    { level: quiet ? "warn" : "info", base: null, timestamp: pino.stdTimeFunctions.isoTime },
    lines,
  );
  const tokenFile = tokens === undefined ? undefined : await TokenFile.open(tokens, log);
  const seen = watch === undefined ? [] : await seeFolders(sources);
  const service = await createService(sources, {
    limits,
    workers,
    log,
    prefix: readPrefix(urlPrefix),
    page: !noPage,
    tokens: tokenFile?.tokens,
    origins: cors?.map(readOrigin),
    trustsProxy: trustProxy,
    logsTexts: logText,
  });
  try {
    const listening = await listen(service, { host, port });
    const interruption = onInterruption(terminal, service, () => void tokenFile?.reload());
    try {
      const name = host.includes(":") ? `[${host}]` : host;
      const address = `http://${name}:${listening.port}${readPrefix(urlPrefix)}`;
      await print(terminal, `${announcement(service, address)}\n`);
      const unwatch = watch === undefined ? () => {} : watchFolders(service, sources, seen, watch, log);
      const unwatchTokens = tokenFile?.watch(tokenLooks);
      await interruption.first;
      unwatch();
      unwatchTokens?.();
      log.info({ event: "stopping" }, `stopping within ${grace} s; a second signal ends it at once`);
      const draining = service.drain();
      const isComplete = await listening.close(grace);
      if (isComplete) await draining;
      else log.warn({ event: "cut-off" }, `requests were not answered within ${grace} s`);
      return isComplete ? 0 : 1;
    } finally {
      interruption.forget();
      await listening.close(0);
    }
  } finally {
    await service.close();
    lines.flush();
    process.off("exit", lines.flush);
  }
}

/** Seconds between looks at the file of tokens. */
const tokenLooks = 2;

/** Milliseconds in which threads may finish their batches at a second signal: an exit would make them abort the process. */
const mostDelay = 2000;

/**
 * From now on `first` waits for a first signal, until which SIGHUP replaces models and tokens; a second one ends the
 * process.
 */
function onInterruption(
  terminal: Terminal,
  service: Service,
  reloadTokens: () => void,
): { first: Promise<void>; forget: () => void } {
  const replaceAll = () => {
    reloadTokens();
    for (const { name } of service.models()) service.replace(name).catch(() => {}); // the log has why
  };
  process.on("SIGHUP", replaceAll);
  let forgetInterrupt = () => {};
  const first = new Promise<void>((resolve) => {
    let isFirst = true;
    forgetInterrupt = terminal.onInterrupt(() => {
      if (isFirst) {
        isFirst = false;
        process.off("SIGHUP", replaceAll);
        return resolve();
      }
      const late = new Promise((wake) => setTimeout(wake, mostDelay));
      void Promise.race([service.close(), late]).then(() => process.exit(130));
    });
  });
  return {
    first,
    forget() {
      process.off("SIGHUP", replaceAll);
      forgetInterrupt();
    },
  };
}

function announcement({ models, capacity }: Service, address: string): string {
  const { textsPerSecond, tokens } = capacity;
  const names = models().map(({ name }) => name);
  return (
    `${address} serves ${names.join(", ")}; capacity: about ${grouped(Math.round(textsPerSecond))} texts/s of ${tokens} ` +
    "tokens, by greedy search"
  );
}

/** `DIR` or `NAME=DIR`. */
function readFolder(given: string): ModelSource {
  const [, name, folder] = /^([\w.-]+)=(.+)$/.exec(given) ?? [];
  return folder === undefined ? { folder: given } : { name: name!, folder };
}

/** An origin as browsers write it: another would be none that they ever send. */
function readOrigin(given: string): string {
  if (given === "*" || (URL.canParse(given) && new URL(given).origin === given)) return given;
  throw new ConfigError(
    `--cors ${JSON.stringify(given)}: expected an origin such as https://example.org, or "*"`,
  );
}

/** `en-ja=DIR`; a code that has parts is written with `_`, as in `pt_BR-en=DIR`. */
function readPair(pair: string): ModelSource {
  const [, source, target, folder] =
    /^([A-Za-z]{2,8}(?:_[A-Za-z0-9]+)*)-([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]+)*)=(.+)$/.exec(pair) ?? [];
  if (folder === undefined) {
    throw new ConfigError(
      `--pair ${JSON.stringify(pair)}: expected two language codes and a folder, such as en-ja=runs/mine or pt_BR-en=runs/mine`,
    );
  }
  return { name: `${source}-${target}`, source: source!, target: target!, folder };
}

function readPrefix(prefix: string): string {
  const bare = prefix.replace(/\/+$/, "");
  if (bare === "" || /^(\/[\w.~-]+)+$/.test(bare)) return bare;
  throw new ConfigError(`--url-prefix ${JSON.stringify(prefix)}: expected a path such as /mt`);
}
