import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runIdSchema } from "#core/ids.ts";
import { ComparePage } from "#features/runs/index.ts";

export const metadata: Metadata = { title: "Compare runs" };

interface PageProps {
  readonly searchParams: Promise<{ readonly [name: string]: string | string[] | undefined }>;
}

export default async function Page({ searchParams }: PageProps) {
  const { a, b } = await searchParams;
  const [first, second] = [runIdSchema.safeParse(a), runIdSchema.safeParse(b)];
  if (!first.success || !second.success) notFound();
  return <ComparePage first={first.data} second={second.data} />;
}
