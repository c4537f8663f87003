import { describe, expect, it } from "vitest";
import type { NewRunEvent, RunEvent } from "#core/events/run-event.ts";
import { readLiveTexts } from "./live-texts.ts";

const say = (nodeId: string, attempt: number, text: string): NewRunEvent => ({
  type: "node.delta",
  nodeId,
  attempt,
  text,
});

/** A live log: after its lines it stays open and silent. */
async function* open(...events: readonly NewRunEvent[]): AsyncGenerator<RunEvent> {
  for (const [index, event] of events.entries()) yield { ...event, seq: index + 1, atMs: 0 };
  await new Promise(() => {});
}

describe("readLiveTexts", () => {
  it("joins the text of the latest attempt of each streaming node", async () => {
    const log = open(
      say("a", 1, "cut "),
      say("b", 1, "done"),
      say("a", 2, "The "),
      { type: "node.completed", nodeId: "b", output: "done" },
      say("a", 2, "tide"),
    );
    expect(await readLiveTexts(log, 5)).toEqual({ a: { attempt: 2, text: "The tide" } });
  });

  it("reads no further than the snapshot, and does not wait for a silent log", async () => {
    expect(await readLiveTexts(open(say("a", 1, "x"), say("a", 1, "y")), 1)).toEqual({
      a: { attempt: 1, text: "x" },
    });
    expect(await readLiveTexts(open(say("a", 1, "x")), 9)).toEqual({ a: { attempt: 1, text: "x" } });
  });
});
