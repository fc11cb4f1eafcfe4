/** An answer with its whole body; status 0: the connection ended without one. */
export interface Reply {
  readonly status: number;
  /** By their names in small letters; those of one name are joined by ", ". */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

const endOfHead = "\r\n\r\n";
const nothing: Buffer = Buffer.alloc(0);

/** Reads one answer of HTTP/1.1 from what comes of it, piece by piece: RFC 9112, without trailers. */
export class AnswerReader {
  private readonly isHead: boolean;
  private bytes = nothing;
  private head: { status: number; headers: Record<string, string> } | undefined;

  /** @param isHead whether it is the answer to HEAD, which has no body */
  constructor(isHead: boolean) {
    this.isHead = isHead;
  }

  /** @returns the answer, once all of it has come */
  read(bytes: Buffer): Reply | undefined {
    this.bytes = this.bytes.length === 0 ? bytes : Buffer.concat([this.bytes, bytes]);
    this.head ??= this.readHead();
    const reply = this.head && this.whole(this.head);
    if (reply === undefined) this.bytes = Buffer.from(this.bytes); // the given bytes are the caller's again
    return reply;
  }

  /** @returns the answer, where its body ends with the connection */
  end(): Reply | undefined {
    if (this.head === undefined) return undefined;
    const { status, headers } = this.head;
    const isWhole = headers["content-length"] === undefined && headers["transfer-encoding"] === undefined;
    return isWhole ? { status, headers, body: this.bytes.toString() } : undefined;
  }

  private readHead() {
    const end = this.bytes.indexOf(endOfHead);
    if (end < 0) return undefined;
    const [first, ...lines] = this.bytes.toString("latin1", 0, end).split("\r\n");
    this.bytes = this.bytes.subarray(end + endOfHead.length);
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(":");
      const name = line.slice(0, colon).toLowerCase();
      const value = line.slice(colon + 1).trim();
      headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
    }
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first!)?.[1] ?? 0);
    return { status, headers };
  }

  private whole({ status, headers }: { status: number; headers: Record<string, string> }): Reply | undefined {
    if (this.isHead || status === 204 || status === 304) return { status, headers, body: "" };
    if (headers["transfer-encoding"] === "chunked") {
      const body = chunks(this.bytes);
      return body && { status, headers, body: body.toString() };
    }
    const length = headers["content-length"];
    if (length === undefined || this.bytes.length < Number(length)) return undefined;
    return { status, headers, body: this.bytes.toString("utf8", 0, Number(length)) };
  }
}

/** The body that chunks make; undefined while the last has not come. */
function chunks(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const length = Number.parseInt(bytes.toString("latin1", at, end), 16);
    const next = end + 2 + length + 2;
    if (bytes.length < next) return undefined;
    if (length === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(end + 2, next - 2));
    at = next;
  }
}
