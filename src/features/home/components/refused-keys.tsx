"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { isAllowed } from "#core/policy/permissions.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

/** Keys that failed their last test at the vendor: runs that need them fail. */
export function RefusedKeys() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data } = useQuery({
    ...trpc.keys.list.queryOptions(),
    enabled: isAllowed(workspace.role, "keys.read"),
  });
  const refused = data?.keys.filter(({ testRefusal }) => testRefusal !== null) ?? [];
  if (refused.length === 0) return null;
  return (
    <section aria-label="Refused keys" className="flex gap-2 border-b bg-failed-soft px-6 py-2 max-sm:px-4">
      <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <p className="min-w-0 break-words">
        {refused.length === 1
          ? "A provider key was refused: "
          : `${refused.length} provider keys were refused: `}
        {refused.map(({ label, provider }) => `${label} (${provider})`).join(", ")}. Runs that need{" "}
        {refused.length === 1 ? "it" : "them"} fail.{" "}
        <Link href={`/${workspace.slug}/keys`} className="text-accent underline underline-offset-2">
          Provider keys
        </Link>
      </p>
    </section>
  );
}
