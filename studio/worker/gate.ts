/**
 * What trainings pass between two updates. They wait for each other there, so that all have made as many updates; and for
 * the person, who lets them run, holds them, or lets them through once.
 */
export class Gate {
  private readonly names: Set<string>;
  private readonly arrived = new Map<string, () => void>();
  private isOpen = true;
  private steps = 0;

  constructor(names: Iterable<string>) {
    this.names = new Set(names);
  }

  /** Whether all of them wait for the person. */
  get isHolding(): boolean {
    return !this.isOpen && this.names.size > 0 && this.arrived.size === this.names.size;
  }

  /** Resolves when the training of this name may make its next update. */
  pass(name: string): Promise<void> {
    return new Promise((resolve) => {
      this.arrived.set(name, resolve);
      this.look();
    });
  }

  /** The training of this name makes no more updates. */
  leave(name: string): void {
    this.names.delete(name);
    this.arrived.delete(name);
    this.look();
  }

  /** Lets them run, for good. */
  open(): void {
    this.isOpen = true;
    this.steps = 0;
    this.look();
  }

  /** Holds them after the update at hand. */
  close(): void {
    this.isOpen = false;
  }

  /** Lets each make one update more, and holds them then. */
  step(): void {
    this.isOpen = false;
    this.steps++;
    this.look();
  }

  private look(): void {
    if (this.arrived.size < this.names.size) return;
    if (!this.isOpen) {
      if (this.steps === 0) return;
      this.steps--;
    }
    const waiting = [...this.arrived.values()];
    this.arrived.clear();
    for (const go of waiting) go();
  }
}
