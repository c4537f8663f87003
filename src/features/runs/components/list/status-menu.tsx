"use client";

import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { DropdownMenu, MenuCheckboxItem } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";
import { type RunStatus, runStatuses } from "#core/run/status.ts";

interface StatusMenuProps extends DemandedMenuProps {
  readonly statuses: readonly RunStatus[];
  readonly onChange: (statuses: readonly RunStatus[]) => void;
}

/** Filters by status; stays open while several are ticked. */
export function StatusMenu({ statuses, onChange, trigger }: StatusMenuProps) {
  const toggle = (status: RunStatus) =>
    onChange(
      runStatuses.filter((other) =>
        other === status ? !statuses.includes(other) : statuses.includes(other),
      ),
    );
  return (
    <DropdownMenu trigger={trigger} isOpenAtFirst>
      {runStatuses.map((status) => (
        <MenuCheckboxItem
          key={status}
          checked={statuses.includes(status)}
          onCheckedChange={() => toggle(status)}
        >
          <StatusBadge status={status} />
        </MenuCheckboxItem>
      ))}
    </DropdownMenu>
  );
}
