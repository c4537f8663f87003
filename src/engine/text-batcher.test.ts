import { describe, expect, it } from "vitest";
import { createTextBatcher } from "./text-batcher.ts";

/** A log whose first tries fail, after having written or before. */
function failingLog(failures: readonly ("before" | "after")[]) {
  const written: string[] = [];
  const left = [...failures];
  const faults: { message: string; isGivenUp: boolean }[] = [];
  const atBeat: (() => void)[] = [];
  const write = async (text: string) => {
    const failure = left.shift();
    if (failure !== "before") written.push(text);
    if (failure !== undefined) throw new Error("away");
  };
  return {
    written,
    faults,
    beat: () => {
      for (const send of atBeat.splice(0)) send();
    },
    atBeat: (send: () => void) => void atBeat.push(send),
    onFault: (error: unknown, isGivenUp: boolean) => void faults.push({ message: String(error), isGivenUp }),
    append: write,
    repeat: async (text: string, offset: number) => {
      if (written.join("").length === offset) await write(text);
    },
  };
}

const never = new AbortController().signal;

describe("createTextBatcher", () => {
  it("writes the first piece at once and gathers what follows", async () => {
    const log = failingLog([]);
    const sink = createTextBatcher(log, never);
    sink.append("one");
    await Promise.resolve();
    expect(log.written).toEqual(["one"]);
    sink.append(" two");
    sink.append(" three");
    expect(log.written).toEqual(["one"]);
    await sink.flush();
    expect(log.written).toEqual(["one", " two three"]);
  });

  it("writes at each beat what has come since, and nothing where nothing has", async () => {
    const log = failingLog([]);
    const sink = createTextBatcher(log, never);
    for (const piece of ["one", " two", " three"]) sink.append(piece);
    const writtenAtBeats = () => {
      log.beat();
      return log.written;
    };
    await expect.poll(writtenAtBeats).toEqual(["one", " two three"]);
    log.beat();
    sink.append(" four");
    await expect.poll(writtenAtBeats).toEqual(["one", " two three", " four"]);
  });

  it("joins what comes while the log is slower than its beats", async () => {
    const slow = Promise.withResolvers<void>();
    const log = failingLog([]);
    const append = async (text: string) => {
      await slow.promise;
      await log.append(text);
    };
    const sink = createTextBatcher({ ...log, append }, never);
    for (const piece of ["one", " two"]) sink.append(piece);
    log.beat();
    sink.append(" three");
    log.beat();
    slow.resolve();
    await sink.flush();
    expect(log.written).toEqual(["one", " two three"]);
  });

  it("tries again, in order, while the log cannot be reached, and writes nothing twice", async () => {
    const log = failingLog(["before", "after"]);
    const sink = createTextBatcher(log, never);
    sink.append("na");
    sink.append("na");
    await sink.flush();
    expect(log.written).toEqual(["na", "na"]);
    expect(log.faults).toEqual([{ message: "Error: away", isGivenUp: false }]);
  });

  it("still writes what was said before it was stopped, and then waits for nobody", async () => {
    const stop = new AbortController();
    const log = failingLog([]);
    const sink = createTextBatcher(log, stop.signal);
    sink.append("one");
    sink.append(" two");
    stop.abort();
    await sink.flush();
    expect(log.written).toEqual(["one", " two"]);
    const away = failingLog(["before", "before"]);
    const unheard = createTextBatcher(away, stop.signal);
    unheard.append("three");
    await unheard.flush();
    expect(away.written).toEqual([]);
    expect(away.faults).toEqual([{ message: "Error: away", isGivenUp: true }]);
  });
});
