"use client";

import { type TabDescription, Tabs } from "#components/ui/layout/tabs.tsx";
import { useRunAddress } from "../../hooks/use-run-address.ts";

interface AddressedTabsProps {
  readonly label: string;
  /** The first one is open unless the URL names another. */
  readonly tabs: readonly TabDescription[];
}

/** Tabs of the run's page; the URL keeps which one is open. */
export function AddressedTabs({ label, tabs }: AddressedTabsProps) {
  const { tab, openTab } = useRunAddress();
  const open = tabs.find(({ value }) => value === tab) ?? tabs[0];
  return (
    <Tabs
      label={label}
      value={open?.value ?? ""}
      onValueChange={openTab}
      contentClassName="overflow-hidden"
      tabs={tabs}
    />
  );
}
