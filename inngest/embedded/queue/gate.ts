/**
 * Open or closed; callers that arrive while it is closed wait until it opens, however often it was closed meanwhile.
 */
export class Gate {
  #opening: PromiseWithResolvers<void> | null = Promise.withResolvers();

  open(): void {
    this.#opening?.resolve();
    this.#opening = null;
  }

  close(): void {
    this.#opening ??= Promise.withResolvers();
  }

  passed(): Promise<void> {
    return this.#opening?.promise ?? Promise.resolve();
  }
}
