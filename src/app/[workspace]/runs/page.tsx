import type { Metadata } from "next";
import { parseRunsFilter, RunsPage, runsListInput } from "#features/runs/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Runs" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<{ readonly [name: string]: string | string[] | undefined }>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const [{ workspace }, parameters] = await Promise.all([params, searchParams]);
  const filter = parseRunsFilter((name) => {
    const value = parameters[name];
    return typeof value === "string" ? value : null;
  });
  const options = await serverOptions(workspace);
  const queries = requestQueryClient();
  await Promise.all([
    queries.prefetchQuery(options.runs.list.queryOptions(runsListInput(filter))),
    queries.prefetchQuery(options.pipelines.list.queryOptions({ withArchived: true })),
  ]);
  return (
    <Hydrate>
      <RunsPage />
    </Hydrate>
  );
}
