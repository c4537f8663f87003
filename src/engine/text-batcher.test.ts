import { describe, expect, it } from "vitest";
import { createTextBatcher } from "./text-batcher.ts";

describe("createTextBatcher", () => {
  it("writes the first piece at once and gathers what follows", async () => {
    const written: string[] = [];
    const sink = createTextBatcher(async (text) => void written.push(text), new AbortController().signal);
    sink.append("one");
    await Promise.resolve();
    expect(written).toEqual(["one"]);
    sink.append(" two");
    sink.append(" three");
    await sink.flush();
    expect(written).toEqual(["one", " two three"]);
  });

  it("tries again, in order, while the log can not be reached", async () => {
    const written: string[] = [];
    let failures = 1;
    const sink = createTextBatcher(async (text) => {
      if (failures-- > 0) throw new Error("away");
      written.push(text);
    }, new AbortController().signal);
    sink.append("one");
    sink.append(" two");
    await sink.flush();
    expect(written).toEqual(["one", " two"]);
  });

  it("still writes what was said before it was stopped, and then waits for nobody", async () => {
    const written: string[] = [];
    const stop = new AbortController();
    const sink = createTextBatcher(async (text) => void written.push(text), stop.signal);
    sink.append("one");
    sink.append(" two");
    stop.abort();
    await sink.flush();
    expect(written).toEqual(["one", " two"]);

    let tries = 0;
    const unheard = createTextBatcher(async () => {
      tries += 1;
      throw new Error("away");
    }, stop.signal);
    unheard.append("three");
    await unheard.flush();
    expect(tries).toBe(1);
  });
});
