import type { PipelineVersionId, RunId, WebhookEndpointId } from "#core/ids.ts";
import type { ListRunsInput } from "#server/services/runs/reading/list-runs.ts";
import type { Seeded } from "../seed.ts";

/** A query of a page or a program; each time it may have another subject. */
export interface Question {
  readonly what: string;
  readonly ask: () => Promise<unknown>;
}

/** The possible subjects. */
export interface QuestionSubjects extends Seeded {
  /** Runs from anywhere; complete ones are among the newest. */
  readonly anyRuns: readonly RunId[];
  readonly wholeRuns: readonly RunId[];
  /** Of the busy pipeline. */
  readonly twoRuns: readonly [RunId, RunId];
  /** With thousands of child runs of one node. */
  readonly mapRuns: readonly RunId[];
  /** Of the busy pipeline: very few runs have the first, and those are its oldest. */
  readonly versions: { readonly first: PipelineVersionId; readonly last: PipelineVersionId };
  readonly endpointId: WebhookEndpointId;
}

export const dayMs = 86_400_000;

/** The newest ones, as the run list asks for them. */
export const newestRuns: ListRunsInput = {
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

/** Page after page, like a person who keeps reading. */
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
