/** What a person may do to a run. */
export interface RunActions {
  /** `undo`: what it did is taken back; `despiteForks`: although runs that have completed build on it. */
  readonly stop: (undo: boolean, despiteForks: boolean) => void;
  /** A stop was asked for and is not answered yet. */
  readonly isStopping: boolean;
  /** Asks what would be run again, and then does it. */
  readonly resume: () => void;
  /** The same with the items of a map that failed. */
  readonly runFailedItems: (nodeId: string) => void;
  /** The same from one node on; null asks which. */
  readonly fork: (nodeId: string | null) => void;
  /** Takes back in a new run what could not be undone in this one. */
  readonly retryUndo: (despiteForks: boolean) => void;
  readonly isRetryingUndo: boolean;
}
