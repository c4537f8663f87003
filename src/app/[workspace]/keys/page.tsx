import type { Metadata } from "next";
import { KeyListPage } from "#features/keys/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";
import { mayIn } from "../../may-in.ts";

export const metadata: Metadata = { title: "Provider keys" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const { workspace } = await params;
  const options = await serverOptions(workspace);
  const queries = requestQueryClient();
  // The page itself tells people without permission that they cannot see keys.
  const mayRead = await mayIn(workspace, "keys.read");
  await Promise.all([
    mayRead ? queries.prefetchQuery(options.keys.list.queryOptions()) : null,
    mayRead ? queries.prefetchQuery(options.circuits.list.queryOptions()) : null,
    queries.prefetchQuery(options.secrets.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <KeyListPage />
    </Hydrate>
  );
}
