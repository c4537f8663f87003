import type { PipelineVersionId, RunId, WebhookEndpointId } from "#core/ids.ts";
import type { ListRunsInput } from "#server/services/runs/list-runs.ts";
import type { Seeded } from "../seed.ts";

/** Something that a page or a program asks for; each time it is asked, it may be about something else. */
export interface Question {
  readonly what: string;
  readonly ask: () => Promise<unknown>;
}

/** What questions are about. */
export interface Asked extends Seeded {
  /** Runs from anywhere; those that are whole are among the newest. */
  readonly anyRuns: readonly RunId[];
  readonly wholeRuns: readonly RunId[];
  /** Of the busy pipeline. */
  readonly twoRuns: readonly [RunId, RunId];
  /** With thousands of runs that one node has started. */
  readonly mapRuns: readonly RunId[];
  /** Of the busy pipeline: hardly any run has the first, and those are its oldest. */
  readonly versions: { readonly first: PipelineVersionId; readonly last: PipelineVersionId };
  readonly endpointId: WebhookEndpointId;
}

export const dayMs = 86_400_000;

/** The newest ones, as the page of runs asks for them. */
export const everyRun: ListRunsInput = {
  pipelineId: null,
  versionId: null,
  statuses: null,
  startedBy: null,
  triggerKinds: null,
  withinSeconds: null,
  costFromMicros: null,
  costToMicros: null,
  text: null,
  content: null,
  order: "newest",
  cursor: null,
  limit: 50,
};

export function oneOf<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to choose from.");
  return item;
}

/** Page after page, like somebody who reads on and on. */
export function pageAfterPage<Cursor>(
  what: string,
  ask: (cursor: Cursor | null) => Promise<{ readonly nextCursor: Cursor | null }>,
): Question {
  let cursor: Cursor | null = null;
  return {
    what: `${what}, page after page`,
    ask: async () => {
      cursor = (await ask(cursor)).nextCursor;
    },
  };
}
