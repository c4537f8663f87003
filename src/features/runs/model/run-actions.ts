/** What a person may do to a run. */
export interface RunActions {
  readonly stop: () => void;
  /** A stop was asked for and is not answered yet. */
  readonly isStopping: boolean;
  /** Asks what would be run again, and then does it. */
  readonly resume: () => void;
  /** The same from one node on; null asks which. */
  readonly fork: (nodeId: string | null) => void;
}
