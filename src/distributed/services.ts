import { type CopiedError, copiedError, toError } from "../runtime/copied-error.ts";
import type { Crew } from "../runtime/thread.ts";
import { block, receiveBlock } from "./collectives.ts";
import type { Communicator } from "./communicator.ts";
import { decodeMessage, encodeMessage } from "./message.ts";

/** What a rank does for rank 0. Several requests may be in hand. */
export interface Service {
  answer(request: never): Promise<unknown>;
  close(): Promise<void>;
}

/** What sets services up, by their names: the same on all ranks. */
export type Services = Readonly<Record<string, (setup: never) => Service>>;

/** What rank 0 tells the others about a service, by its number. */
export type ServiceOrder =
  | { readonly open: number; readonly service: string; readonly setup: unknown }
  | { readonly ask: number; readonly request: unknown }
  /** To be done, and not answered. */
  | { readonly tell: number; readonly request: unknown }
  | { readonly close: number };

type Reply = { readonly answer: unknown } | { readonly error: CopiedError };

/** A service that the other ranks have set up. */
export interface OpenService extends Crew {
  close(): Promise<void>;
}

/**
 * Rank 0's side: the other ranks as threads of it. It sends only while something is asked of it, because at other times
 * ranks expect other messages.
 */
export class ServiceDesk {
  private readonly communicator: Communicator;
  private readonly ranks: readonly number[];
  /** By rank, the last answer that is waited for: they come in the order of requests. */
  private readonly last: Promise<unknown>[];
  private opened = 0;

  constructor(communicator: Communicator) {
    const { size } = communicator;
    this.communicator = communicator;
    this.ranks = Array.from({ length: size - 1 }, (_, n) => n + 1);
    this.last = Array.from({ length: size }, () => Promise.resolve());
  }

  /**
   * Sets a service up on all other ranks; what goes wrong there is told of to the first who asks.
   * @param inHand how many requests a rank may have at the same time
   */
  open(service: string, setup: unknown, inHand: (rank: number) => number): OpenService {
    const number = this.opened++;
    const { ranks } = this;
    let waiting: ServiceOrder[] = [{ open: number, service, setup }];
    const send = async (to: readonly number[], order: ServiceOrder) => {
      const before = waiting;
      waiting = [];
      await this.send([...before.map((one) => ({ to: ranks, order: one })), { to, order }]);
    };
    const threads = ranks.map((rank) => ({
      ask: async <Answer>(request: unknown) => {
        const answer = this.expect<Answer>(rank);
        await send([rank], { ask: number, request });
        return answer;
      },
    }));
    return {
      places: threads.flatMap((thread, n) => Array<typeof thread>(inHand(ranks[n]!)).fill(thread)),
      askAll: async <Answer>(request: unknown) => {
        const expected = Promise.allSettled(ranks.map((rank) => this.expect<Answer>(rank)));
        await send(ranks, { ask: number, request });
        const answers = (await expected).map((one) => {
          if (one.status === "rejected") throw one.reason;
          return one.value;
        });
        return answers[0]!;
      },
      tellLater: (request) => void waiting.push({ tell: number, request }),
      close: () => send(ranks, { close: number }),
    };
  }

  /** Resolves when nothing is waited for. */
  async settle(): Promise<void> {
    await Promise.all(this.last);
  }

  /** Sends orders in their order. */
  private async send(
    orders: readonly { readonly to: readonly number[]; readonly order: ServiceOrder }[],
  ): Promise<void> {
    const sends = orders.flatMap(({ to, order }) => {
      const message = encodeMessage(order);
      return to.flatMap((rank) => block(rank, message));
    });
    await this.communicator.exchange({ sends });
  }

  /** The next answer of a rank. @throws what was thrown there */
  private expect<Answer>(rank: number): Promise<Answer> {
    const answer = this.last[rank]!.then(async () => {
      const reply = decodeMessage<Reply>(await receiveBlock(this.communicator, rank));
      if ("error" in reply) throw toError(reply.error);
      return reply.answer as Answer;
    });
    this.last[rank] = answer.catch(() => {}); // told of to who asked
    return answer;
  }
}

/** The other ranks' side. */
export class ServiceHost {
  private readonly communicator: Communicator;
  private readonly services: Services;
  private readonly open = new Map<number, Service>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(communicator: Communicator, services: Services) {
    this.communicator = communicator;
    this.services = services;
  }

  /** Begins what rank 0 wants. Requests are answered in their order, as soon as they can be. */
  take(order: ServiceOrder): void {
    if ("open" in order) {
      this.open.set(order.open, this.start(order));
    } else if ("ask" in order) {
      const reply = this.reply(order);
      // A lost rank is told of by what this rank waits for.
      this.last = this.last.then(async () => this.send(await reply)).catch(() => {});
    } else if ("tell" in order) {
      void this.reply({ ask: order.tell, request: order.request });
    } else {
      void this.open.get(order.close)?.close();
      this.open.delete(order.close);
    }
  }

  async close(): Promise<void> {
    await this.last;
    await Promise.all([...this.open.values()].map((service) => service.close()));
  }

  private start({ service, setup }: Extract<ServiceOrder, { open: number }>): Service {
    try {
      return this.services[service]!(setup as never);
    } catch (error) {
      const answer = () => Promise.reject(error);
      return { answer, close: async () => {} };
    }
  }

  private async reply({ ask, request }: Extract<ServiceOrder, { ask: number }>): Promise<Reply> {
    try {
      return { answer: await this.open.get(ask)!.answer(request as never) };
    } catch (error) {
      return { error: copiedError(error) };
    }
  }

  private async send(reply: Reply): Promise<void> {
    await this.communicator.exchange({ sends: block(0, encodeMessage(reply)) });
  }
}
