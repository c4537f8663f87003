/** Lets one caller through at a time, in order of arrival. */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  enter(): Promise<void> {
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
