import { useQuery } from "@tanstack/react-query";
import { isAllowed } from "#core/policy/permissions.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterInputs } from "#lib/trpc/router-outputs.ts";

/** What a budget can apply to. */
export interface Subject {
  /** Identifies it in a list of choices. */
  readonly key: string;
  readonly label: string;
  readonly scope: RouterInputs["budgets"]["create"]["scope"];
}

/** The workspace first, then its pipelines, keys and members, as they load. */
export function useSubjects(): readonly Subject[] {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const pipelines = useQuery(trpc.pipelines.list.queryOptions({}));
  const keys = useQuery({
    ...trpc.keys.list.queryOptions(),
    enabled: isAllowed(workspace.role, "keys.read"),
  });
  const members = useQuery(trpc.members.list.queryOptions());
  return [
    { key: "workspace", label: "The whole workspace", scope: "workspace" },
    ...(pipelines.data?.pipelines ?? []).map(({ id, name }) => ({
      key: id,
      label: `Pipeline ${name}`,
      scope: { pipelineId: id },
    })),
    ...(keys.data?.keys ?? []).map(({ id, label }) => ({
      key: id,
      label: `Provider key ${label}`,
      scope: { keyId: id },
    })),
    ...(members.data?.members ?? []).map(({ userId, name, email }) => ({
      key: userId,
      label: `Runs started by ${name ?? email}`,
      scope: { memberId: userId },
    })),
  ];
}
