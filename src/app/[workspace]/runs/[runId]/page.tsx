import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runIdSchema } from "#core/ids.ts";
import { RunPage } from "#features/runs/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";
import { orNotFound } from "../../../or-not-found.ts";

interface PageProps {
  readonly params: Promise<{ readonly workspace: string; readonly runId: string }>;
}

async function load({ params }: PageProps) {
  const { workspace, runId } = await params;
  const id = runIdSchema.safeParse(runId);
  if (!id.success) notFound();
  const options = await serverOptions(workspace);
  return orNotFound(requestQueryClient().fetchQuery(options.runs.get.queryOptions({ runId: id.data })));
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const { run } = await load(props);
  return { title: `Run of ${run.pipelineName}` };
}

export default async function Page(props: PageProps) {
  const { run } = await load(props);
  return (
    <Hydrate>
      <RunPage runId={run.id} />
    </Hydrate>
  );
}
