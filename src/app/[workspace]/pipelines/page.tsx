import type { Metadata } from "next";
import { PipelineListPage, pipelineListInput } from "#features/pipelines/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Pipelines" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().fetchQuery(options.pipelines.list.queryOptions(pipelineListInput(false)));
  return (
    <Hydrate>
      <PipelineListPage />
    </Hydrate>
  );
}
