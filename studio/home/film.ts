import { signal } from "@preact/signals";

/** Milliseconds that the whole film takes. */
const length = 12_000;

/** Plays the frames of a recording, in equal time each. */
export class Film {
  /** The number of the frame that is shown. */
  readonly frame = signal(0);
  readonly isPlaying = signal(false);
  private readonly last: number;
  private request = 0;

  /** @param frames how many there are */
  constructor(frames: number) {
    this.last = frames - 1;
  }

  get isOver(): boolean {
    return this.frame.value === this.last;
  }

  /** From where it is, or from the beginning where it is over. */
  play(): void {
    if (this.isOver) this.frame.value = 0;
    this.isPlaying.value = true;
    const start = performance.now() - (this.frame.value / this.last) * length;
    const show = (now: number) => {
      this.frame.value = Math.min(this.last, Math.max(0, Math.floor(((now - start) / length) * this.last)));
      if (this.isOver) this.isPlaying.value = false;
      else this.request = requestAnimationFrame(show);
    };
    this.request = requestAnimationFrame(show);
  }

  pause(): void {
    cancelAnimationFrame(this.request);
    this.isPlaying.value = false;
  }

  /** Shows a frame, and stays there. */
  show(frame: number): void {
    this.pause();
    this.frame.value = Math.min(this.last, Math.max(0, Math.trunc(frame)));
  }

  /** Shows the last one. */
  end(): void {
    this.show(this.last);
  }
}
