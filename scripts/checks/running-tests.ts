import { z } from "zod";

/** A reporter's message about a test, over the channel to `npm test`. */
export interface TestNotice {
  readonly testNotice: "begins" | "ends";
  /** The same at start and end, and short enough for a line. */
  readonly name: string;
}

const noticeSchema = z.object({ testNotice: z.enum(["begins", "ends"]), name: z.string() });

/** The tests that are running now. */
export interface RunningTests {
  /** Handles a runner's message; ignores any other. */
  take(message: unknown): void;
  /** The one that has run longest, and how many others are running; empty if none is known. */
  describe(): string;
}

export function createRunningTests(): RunningTests {
  // A set keeps insertion order.
  const names = new Set<string>();
  return {
    take(message) {
      const notice = noticeSchema.safeParse(message);
      if (!notice.success) return;
      if (notice.data.testNotice === "begins") names.add(notice.data.name);
      else names.delete(notice.data.name);
    },
    describe() {
      const [first, ...others] = names;
      if (first === undefined) return "";
      return others.length === 0 ? first : `${first} and ${others.length} more`;
    },
  };
}

/** Tells `npm test`, if that started this runner. */
export function reportTest(notice: TestNotice): void {
  if (process.connected) process.send?.(notice);
}
