"use client";

import { useQuery } from "@tanstack/react-query";
import { Select } from "#components/ui/controls/select.tsx";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { AuditFilter } from "../model/audit-filter.ts";
import { auditWords } from "../model/describe-event.ts";

interface AuditFilterBarProps {
  readonly filter: AuditFilter;
  readonly onChange: (part: Partial<AuditFilter>) => void;
}

/** Filters by person and by action. */
export function AuditFilterBar({ filter, onChange }: AuditFilterBarProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.members.list.queryOptions());
  const members = data?.members ?? [];
  return (
    <search aria-label="Filter the audit" className="flex flex-wrap gap-2 border-b px-6 py-2 max-sm:px-4">
      <Select
        aria-label="Who"
        className="w-48"
        value={filter.by ?? ""}
        onChange={(event) =>
          onChange({
            by: members.find(({ userId }) => userId === event.target.value)?.userId ?? null,
          })
        }
      >
        <option value="">Anybody</option>
        {members.map(({ userId, name, email }) => (
          <option key={userId} value={userId}>
            {name ?? email}
          </option>
        ))}
      </Select>
      <Select
        aria-label="What"
        className="w-64"
        value={filter.action ?? ""}
        onChange={(event) => onChange({ action: event.target.value || null })}
      >
        <option value="">Anything</option>
        {Object.entries(auditWords).map(([action, words]) => (
          <option key={action} value={action}>
            {words}
          </option>
        ))}
      </Select>
    </search>
  );
}
