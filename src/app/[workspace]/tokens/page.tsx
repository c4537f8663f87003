import type { Metadata } from "next";
import { TokenListPage } from "#features/tokens/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "API tokens" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().fetchQuery(options.tokens.list.queryOptions());
  return (
    <Hydrate>
      <TokenListPage />
    </Hydrate>
  );
}
