import type { Metadata } from "next";
import { failedLately, HomePage, runningNow } from "#features/home/index.ts";
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
  await Promise.all([listed(runningNow), listed(failedLately)]);
  return (
    <Hydrate>
      <HomePage />
    </Hydrate>
  );
}
