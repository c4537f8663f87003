/** What a person may do to a run. */
export interface RunActions {
  readonly stop: () => void;
  readonly resume: () => void;
  /** Asks what would be run again, and then does it. */
  readonly fork: (nodeId: string) => void;
  /** What was asked for and is not answered yet. */
  readonly pending: "stop" | "resume" | null;
}
