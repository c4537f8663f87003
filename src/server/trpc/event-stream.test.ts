import { describe, expect, it } from "vitest";
import { type StreamEvent, writeEventStream } from "./event-stream.ts";

const options = { retryMs: 2_000, quietMs: 60_000, onGone: () => undefined };

async function* inOrder(...events: readonly StreamEvent[]) {
  yield* events;
}

const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe("writeEventStream", () => {
  it("writes events in the standard's format, and ends", async () => {
    const events = inOrder(
      { id: "1", data: '{"a":1}' },
      { name: "refused", data: "two\nlines" },
      { data: "" },
    );
    expect(await textOf(writeEventStream(events, options))).toBe(
      'retry: 2000\n\nid: 1\ndata: {"a":1}\n\nevent: refused\ndata: two\ndata: lines\n\ndata: \n\n',
    );
  });

  it("sends keep-alives while nothing happens, and loses nothing by it", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* late() {
      await held;
      yield { data: "late" };
    }
    const reader = writeEventStream(late(), { ...options, quietMs: 1 }).getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    expect([await read(), await read(), await read()]).toEqual([
      "retry: 2000\n\n",
      ": still here\n\n",
      ": still here\n\n",
    ]);
    release();
    let line = await read();
    while (line.startsWith(":")) line = await read();
    expect(line).toBe("data: late\n\n");
    expect((await reader.read()).done).toBe(true);
  });

  it("reports when the reader is gone", async () => {
    let isGone = false;
    const onGone = () => {
      isGone = true;
    };
    await writeEventStream(inOrder({ data: "x" }), { ...options, onGone }).cancel();
    expect(isGone).toBe(true);
  });
});
