import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { agentIdSchema } from "#core/ids.ts";
import { EditAgentPage } from "#features/agents/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";
import { orNotFound } from "../../../or-not-found.ts";

interface PageProps {
  readonly params: Promise<{ readonly workspace: string; readonly agentId: string }>;
}

async function load({ params }: PageProps) {
  const { workspace, agentId } = await params;
  const id = agentIdSchema.safeParse(agentId);
  if (!id.success) notFound();
  const options = await serverOptions(workspace);
  return orNotFound(requestQueryClient().fetchQuery(options.agents.get.queryOptions({ agentId: id.data })));
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return { title: (await load(props)).name };
}

export default async function Page(props: PageProps) {
  const { id } = await load(props);
  return (
    <Hydrate>
      <EditAgentPage agentId={id} />
    </Hydrate>
  );
}
