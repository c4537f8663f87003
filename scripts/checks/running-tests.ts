import { z } from "zod";

/** What a runner's reporter says about a test, over the channel to `npm test`. */
export interface TestNotice {
  readonly testNotice: "begins" | "ends";
  /** The same at both times, and short enough for a line. */
  readonly name: string;
}

const noticeSchema = z.object({ testNotice: z.enum(["begins", "ends"]), name: z.string() });

/** The tests that are running now. */
export interface RunningTests {
  /** Reads what a runner reports; what is not a notice is left alone. */
  take(message: unknown): void;
  /** The one that has been running the longest, and how many more are; empty when none is known. */
  describe(): string;
}

export function createRunningTests(): RunningTests {
  // A set keeps the order in which they began.
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

/** Tells `npm test`, when that is who started this runner. */
export function reportTest(notice: TestNotice): void {
  if (process.connected) process.send?.(notice);
}
