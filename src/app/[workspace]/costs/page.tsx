import type { Metadata } from "next";
import { CostsPage } from "#features/costs/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Costs" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().prefetchQuery(options.pipelines.list.queryOptions({ withArchived: true }));
  return (
    <Hydrate>
      <CostsPage />
    </Hydrate>
  );
}
