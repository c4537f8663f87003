/** The actions on a run. */
export interface RunActions {
  /** `undo`: what it did is undone; `despiteForks`: even though completed runs build on it. */
  readonly stop: (undo: boolean, despiteForks: boolean) => void;
  /** The request to stop has not been answered yet. */
  readonly isStopping: boolean;
  /** Shows what would run again, and resumes after confirmation. */
  readonly resume: () => void;
  /** The same for a map's failed items. */
  readonly runFailedItems: (nodeId: string) => void;
  /** The same from one node on; null asks which one. */
  readonly fork: (nodeId: string | null) => void;
  /** Undoes, in a new run, what could not be undone in this one. */
  readonly retryUndo: (despiteForks: boolean) => void;
  readonly isRetryingUndo: boolean;
}
