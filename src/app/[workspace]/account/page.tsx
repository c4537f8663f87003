import type { Metadata } from "next";
import { AccountPage } from "#features/settings/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Account" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().fetchQuery(options.account.security.queryOptions());
  return (
    <Hydrate>
      <AccountPage />
    </Hydrate>
  );
}
