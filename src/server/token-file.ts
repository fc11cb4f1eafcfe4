import { readFile } from "node:fs/promises";
import { errnoWords } from "../data/errno.ts";
import { ConfigError, messageOf } from "../errors.ts";
import { BearerTokens, tokensIn } from "./bearer-tokens.ts";
import type { Log } from "./request-log.ts";

interface Found {
  readonly tokens: readonly string[] | undefined;
  readonly text: string;
}

/** A file of tokens, one a line, which is read again when it has changed. */
export class TokenFile {
  readonly tokens: BearerTokens;
  private readonly path: string;
  private readonly log: Log;
  /** What was found at the last look: tokens, or why there are none. */
  private seen: string;
  /** What was taken or refused last. */
  private judged: string;

  private constructor(path: string, tokens: readonly string[], log: Log) {
    this.path = path;
    this.log = log;
    this.tokens = new BearerTokens(tokens);
    this.seen = tokens.join("\n");
    this.judged = this.seen;
  }

  /** @throws {ConfigError} where it cannot be read, is not text, or has no tokens */
  static async open(path: string, log: Log): Promise<TokenFile> {
    return new TokenFile(path, await readTokens(path), log);
  }

  /**
   * Looks at it from time to time.
   * @param seconds between looks
   * @returns what stops it
   */
  watch(seconds: number): () => void {
    let timer: NodeJS.Timeout;
    let isOver = false;
    const again = () => {
      timer = setTimeout(async () => {
        await this.look();
        if (!isOver) again();
      }, seconds * 1000);
    };
    again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }

  /** Takes the tokens that it has now, in place of the old ones. Where it has none, these stay, and the log has why. */
  async reload(): Promise<void> {
    this.judge(await this.find());
  }

  /** What differs once may be in the middle of being written: it is taken where the next look finds the same. */
  private async look(): Promise<void> {
    const found = await this.find();
    if (found.text === this.seen && found.text !== this.judged) this.judge(found);
    this.seen = found.text;
  }

  /** Its tokens, or why it has none, and the same as a text. */
  private find(): Promise<Found> {
    return readTokens(this.path).then(
      (tokens) => ({ tokens, text: tokens.join("\n") }),
      (error) => ({ tokens: undefined, text: messageOf(error) }),
    );
  }

  private judge({ tokens, text }: Found): void {
    if (tokens !== undefined && text === this.judged) return;
    this.judged = text;
    if (tokens === undefined) {
      this.log.error({ event: "tokens-refused", error: text }, "new tokens were refused; the old ones stay");
      return;
    }
    this.tokens.replace(tokens);
    this.log.info({ event: "tokens-replaced", tokens: tokens.length }, "the tokens were read again");
  }
}

async function readTokens(path: string): Promise<string[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new ConfigError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  }
  const text = bytes.toString();
  if (text.includes("\0") || !Buffer.from(text).equals(bytes))
    throw new ConfigError(`${path}: not a file of UTF-8 text: expected tokens, one a line`);
  const tokens = tokensIn(text);
  if (tokens.length === 0) throw new ConfigError(`${path}: no tokens: expected one a line`);
  return tokens;
}
