"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#lib/trpc/react.tsx";

/** The names of the workspace's members; empty while loading, and without those who have left. */
export function useMemberNames(): (userId: string | null) => string {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.members.list.queryOptions());
  return (userId) => {
    const member = data?.members.find((one) => one.userId === userId);
    if (member !== undefined) return member.name ?? member.email;
    return data === undefined ? "" : "a former member";
  };
}
