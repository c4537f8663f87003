import type { Metadata } from "next";
import { PriceListPage } from "#features/prices/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Prices" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().prefetchQuery(options.prices.list.queryOptions());
  return (
    <Hydrate>
      <PriceListPage />
    </Hydrate>
  );
}
