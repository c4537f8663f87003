import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pipelineIdSchema } from "#core/ids.ts";
import { PipelinePage } from "#features/pipelines/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";
import { orNotFound } from "../../../or-not-found.ts";

interface PageProps {
  readonly params: Promise<{ readonly workspace: string; readonly pipelineId: string }>;
}

async function load({ params }: PageProps) {
  const { workspace, pipelineId } = await params;
  const id = pipelineIdSchema.safeParse(pipelineId);
  if (!id.success) notFound();
  const options = await serverOptions(workspace);
  return orNotFound(
    requestQueryClient().fetchQuery(options.pipelines.get.queryOptions({ pipelineId: id.data })),
  );
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return { title: (await load(props)).name };
}

export default async function Page(props: PageProps) {
  const { id } = await load(props);
  return (
    <Hydrate>
      <PipelinePage pipelineId={id} />
    </Hydrate>
  );
}
