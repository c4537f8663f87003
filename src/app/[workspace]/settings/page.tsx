import type { Metadata } from "next";
import { SettingsPage } from "#features/settings/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Settings" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  const queries = requestQueryClient();
  await Promise.all([
    queries.fetchQuery(options.members.list.queryOptions()),
    queries.fetchQuery(options.workspaces.retention.queryOptions()),
    queries.fetchQuery(options.mail.get.queryOptions()),
  ]);
  return (
    <Hydrate>
      <SettingsPage />
    </Hydrate>
  );
}
