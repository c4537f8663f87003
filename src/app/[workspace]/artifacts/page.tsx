import type { Metadata } from "next";
import { ArtifactsPage } from "#features/artifacts/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Artifacts" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().prefetchQuery(options.pipelines.list.queryOptions({ withArchived: true }));
  return (
    <Hydrate>
      <ArtifactsPage />
    </Hydrate>
  );
}
