import type { Metadata } from "next";
import { cookies } from "next/headers";
import {
  completedRun,
  failedLately,
  HomePage,
  hasBegun,
  newestRun,
  runningNow,
  waitingForMe,
} from "#features/home/index.ts";
import { parseSteps, type StepMark, stepsCookie } from "#features/shell/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";
import { mayIn } from "../may-in.ts";
import { requireMe } from "../require-me.ts";

export const metadata: Metadata = { title: "Home" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const { workspace } = await params;
  const options = await serverOptions(workspace);
  const queries = requestQueryClient();
  const listed = ({ statuses, ...input }: typeof runningNow | typeof failedLately) =>
    queries.prefetchQuery(options.runs.list.queryOptions({ ...input, statuses: [...statuses] }));
  // Load what is above the lists on the server, so that nothing shifts down a moment later.
  await Promise.all([
    listed(runningNow),
    listed(failedLately),
    queries.prefetchQuery(options.waits.list.queryOptions(waitingForMe)),
    queries.prefetchQuery(options.budgets.list.queryOptions()),
    (await mayIn(workspace, "pipelines.write")) ? prefetchBeginnings(workspace) : null,
  ]);
  return (
    <Hydrate>
      <HomePage knownSteps={await knownSteps(workspace)} />
    </Hydrate>
  );
}

/** How far the workspace's setup has come; for one that is set up, only that fact. */
async function prefetchBeginnings(workspace: string): Promise<void> {
  const options = await serverOptions(workspace);
  const queries = requestQueryClient();
  const [completed, keys] = await Promise.all([
    queries.fetchQuery(options.runs.list.queryOptions(completedRun)).catch(() => undefined),
    queries.fetchQuery(options.keys.list.queryOptions()).catch(() => undefined),
  ]);
  if (completed === undefined || keys === undefined) return;
  if (hasBegun({ completed: completed.runs.map(({ id }) => id), keys: keys.keys.length })) return;
  await Promise.all([
    queries.prefetchQuery(options.pipelines.list.queryOptions({})),
    queries.prefetchQuery(options.runs.list.queryOptions(newestRun)),
    queries.prefetchQuery(options.members.list.queryOptions()),
  ]);
}

async function knownSteps(slug: string): Promise<ReadonlySet<StepMark>> {
  const [{ user, workspaces }, kept] = await Promise.all([requireMe(), cookies()]);
  const workspace = workspaces.find((one) => one.slug === slug);
  if (workspace === undefined) return new Set();
  return parseSteps(kept.get(stepsCookie({ userId: user.id, workspaceId: workspace.id }))?.value);
}
