"use client";

import { BookmarkPlus } from "lucide-react";
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";

interface ViewsMenuContentProps extends DemandedMenuProps {
  readonly views: readonly { readonly id: string; readonly name: string; readonly query: string }[];
  readonly onOpen: (query: string) => void;
  readonly onChange: () => void;
}

export function ViewsMenuContent({ views, onOpen, onChange, trigger }: ViewsMenuContentProps) {
  return (
    <DropdownMenu trigger={trigger} isOpenAtFirst>
      {views.map(({ id, name, query }) => (
        <MenuItem key={id} onSelect={() => onOpen(query)}>
          {name}
        </MenuItem>
      ))}
      {views.length === 0 ? null : <MenuSeparator />}
      <MenuItem onSelect={onChange}>
        <BookmarkPlus aria-hidden />
        {views.length === 0 ? "Save this view …" : "Save or remove views …"}
      </MenuItem>
    </DropdownMenu>
  );
}
