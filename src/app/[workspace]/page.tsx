import type { Metadata } from "next";
import { failedLately, HomePage, runningNow, waitingForMe } from "#features/home/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Home" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  const queries = requestQueryClient();
  const listed = ({ statuses, ...input }: typeof runningNow | typeof failedLately) =>
    queries.prefetchQuery(options.runs.list.queryOptions({ ...input, statuses: [...statuses] }));
  // What stands above the lists is here with them: nothing that is read is pushed down a moment later.
  await Promise.all([
    listed(runningNow),
    listed(failedLately),
    queries.prefetchQuery(options.waits.list.queryOptions(waitingForMe)),
    queries.prefetchQuery(options.budgets.list.queryOptions()),
    queries.prefetchQuery(options.keys.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <HomePage />
    </Hydrate>
  );
}
