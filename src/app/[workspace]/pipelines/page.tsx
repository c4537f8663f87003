import type { Metadata } from "next";
import { PipelineListPage, parsePipelineOrder, pipelineListInput } from "#features/pipelines/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Pipelines" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<{ readonly order?: string | string[] }>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const [{ workspace }, { order }] = await Promise.all([params, searchParams]);
  const options = await serverOptions(workspace);
  const filter = {
    text: "",
    withArchived: false,
    order: parsePipelineOrder(typeof order === "string" ? order : null),
    after: null,
  };
  await requestQueryClient().fetchQuery(options.pipelines.list.queryOptions(pipelineListInput(filter)));
  return (
    <Hydrate>
      <PipelineListPage />
    </Hydrate>
  );
}
