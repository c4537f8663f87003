/** What the engine holds for the run until somebody takes it: at least once, in any order. */
export type Message =
  | { readonly kind: "node"; readonly nodeId: string; readonly notBeforeMs: number }
  | { readonly kind: "continue" };

/** An attempt that a worker has in its hands. */
export interface Carried {
  readonly nodeId: string;
  readonly attempt: number;
  readonly message: Message;
  /** Its worker died, or stands still: nobody hears from it until its lease has run out. */
  isDead: boolean;
  isAborted: boolean;
}

/** The run that is an attempt of a node: it goes on by itself, whatever becomes of workers and messages. */
export interface SimulatedChild {
  readonly attempt: number;
  hasEnded: boolean;
  /** It was told to stop. */
  isStopped: boolean;
}
