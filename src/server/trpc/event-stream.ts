/** A server-sent event, with the fields of the standard. */
export interface StreamEvent {
  readonly id?: string;
  /** Without a name it reaches `onmessage`. */
  readonly name?: string;
  readonly data: string;
}

export interface EventStreamOptions {
  /** How long a reader waits before it reconnects. */
  readonly retryMs: number;
  /** The maximum time between two writes: keep-alives make proxies keep the connection. */
  readonly quietMs: number;
  /** Called when the reader is gone. */
  readonly onGone: () => void;
}

/** Writes events as `text/event-stream`, no faster than they are read, and ends with them. */
export function writeEventStream(
  events: AsyncIterator<StreamEvent>,
  options: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const lines = writeLines(events, options);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: options.onGone,
  });
}

async function* writeLines(events: AsyncIterator<StreamEvent>, { retryMs, quietMs }: EventStreamOptions) {
  yield `retry: ${retryMs}\n\n`;
  let next = events.next();
  for (;;) {
    const result = await withinTime(next, quietMs);
    if (result === null) {
      yield ": still here\n\n";
      continue;
    }
    if (result.done) return;
    yield writeEvent(result.value);
    next = events.next();
  }
}

function writeEvent({ id, name, data }: StreamEvent): string {
  const lines = [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(name === undefined ? [] : [`event: ${name}`]),
    ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ];
  return `${lines.join("\n")}\n\n`;
}

/** Null when it takes longer; the work then still continues. */
async function withinTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
