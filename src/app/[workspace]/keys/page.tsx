import type { Metadata } from "next";
import { KeyListPage } from "#features/keys/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Provider keys" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  // Whoever may not see keys is told so by the page itself.
  await Promise.all([
    requestQueryClient().prefetchQuery(options.keys.list.queryOptions()),
    requestQueryClient().prefetchQuery(options.circuits.list.queryOptions()),
    requestQueryClient().prefetchQuery(options.secrets.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <KeyListPage />
    </Hydrate>
  );
}
