/** Turns pushed items into an async iterable, in order. Items pushed before a failure are still delivered. */
export interface Inbox<Item> {
  put(item: Item): void;
  close(): void;
  fail(error: unknown): void;
  items(): AsyncGenerator<Item, void, undefined>;
}

type Ending = { readonly kind: "closed" } | { readonly kind: "failed"; readonly error: unknown };

export function createInbox<Item>(): Inbox<Item> {
  const waiting: Item[] = [];
  let ending: Ending | null = null;
  let wake = () => {};
  const end = (how: Ending) => {
    ending ??= how;
    wake();
  };
  return {
    put(item) {
      if (ending !== null) return;
      waiting.push(item);
      wake();
    },
    close: () => end({ kind: "closed" }),
    fail: (error) => end({ kind: "failed", error }),
    async *items() {
      for (;;) {
        const batch = waiting.splice(0);
        yield* batch;
        if (waiting.length > 0) continue;
        if (ending?.kind === "failed") throw ending.error;
        if (ending !== null) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
