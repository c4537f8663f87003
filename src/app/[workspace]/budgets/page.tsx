import type { Metadata } from "next";
import { BudgetListPage } from "#features/budgets/index.ts";
import { Hydrate, requestQueryClient, serverOptions } from "#lib/trpc/server.tsx";

export const metadata: Metadata = { title: "Budgets" };

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function Page({ params }: PageProps) {
  const options = await serverOptions((await params).workspace);
  await requestQueryClient().prefetchQuery(options.budgets.list.queryOptions());
  return (
    <Hydrate>
      <BudgetListPage />
    </Hydrate>
  );
}
