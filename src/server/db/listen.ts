import pg from "pg";

/** The bells that ring across processes. The payload is a run's id, or empty; what happened is read from the tables. */
export const channels = ["run_events", "run_control", "outbox"] as const;
export type Channel = (typeof channels)[number];

export interface ListenOptions {
  readonly url: string;
  /** The channels this process listens to; bells on others do not wake it. Default: all. */
  readonly to?: readonly Channel[];
  /**
   * Called when the connection is back after a loss. Bells rung meanwhile are lost, so anyone waiting for one must look
   * at the tables again.
   */
  readonly onReconnect: () => void;
  readonly onError?: (error: Error) => void;
}

export interface Listener {
  /**
   * Returns the function that ends the subscription.
   * @throws Error for a channel that is not listened to.
   */
  subscribe(channel: Channel, hear: (payload: string) => void): () => void;
  close(): Promise<void>;
}

const firstPauseMs = 50;
const longestPauseMs = 2_000;

/**
 * Opens the one listening connection of this process, and keeps it open: after a loss it retries with increasing
 * delays, up to two seconds. Resolves when the first connection listens; throws when that fails.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { to = channels } = options;
  const subscribers = new Map<string, Set<(payload: string) => void>>(
    to.map((channel) => [channel, new Set()]),
  );
  let isClosed = false;
  let client: pg.Client | null = null;
  let pause: { timer: NodeJS.Timeout; wake: () => void } | null = null;

  const connect = async () => {
    const fresh = await openClient(options, (channel, payload) => {
      for (const hear of subscribers.get(channel) ?? []) hear(payload);
    });
    client = fresh;
    fresh.once("end", () => {
      client = null;
      void reconnect();
    });
  };

  const reconnect = async () => {
    for (let pauseMs = firstPauseMs; !isClosed; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await new Promise<void>((resolve) => {
        pause = { timer: setTimeout(resolve, pauseMs), wake: resolve };
      });
      if (isClosed) return;
      try {
        await connect();
        options.onReconnect();
        return;
      } catch (error) {
        options.onError?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };

  await connect();
  return {
    subscribe(channel, hear) {
      const set = subscribers.get(channel);
      if (set === undefined) throw new Error(`This process does not listen to ${channel}.`);
      set.add(hear);
      return () => set.delete(hear);
    },
    async close() {
      isClosed = true;
      if (pause !== null) {
        clearTimeout(pause.timer);
        pause.wake();
      }
      await client?.end();
    },
  };
}

async function openClient(
  options: ListenOptions,
  ring: (channel: string, payload: string) => void,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: options.url,
    keepAlive: true,
    application_name: "penstock listener",
  });
  // Without a listener an error event would end the process; the loss itself is handled at "end".
  client.on("error", (error) => options.onError?.(error));
  client.on("notification", ({ channel, payload }) => ring(channel, payload ?? ""));
  try {
    await client.connect();
    await client.query((options.to ?? channels).map((channel) => `listen ${channel}`).join("; "));
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
