import type { Metadata } from "next";
import { AgentListPage } from "#features/agents/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Agents" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().fetchQuery(options.agents.list.queryOptions({ withArchived: true }));
  return (
    <Hydrate>
      <AgentListPage />
    </Hydrate>
  );
}
