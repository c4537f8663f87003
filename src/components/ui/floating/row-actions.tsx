"use client";

import { Ellipsis } from "lucide-react";
import { lazy } from "react";
import { Button } from "../controls/button.tsx";
import { IconButton } from "../controls/icon-button.tsx";
import { loadPatiently } from "../load-patiently.ts";
import { MenuOnDemand } from "./menu-on-demand.tsx";
import type { RowAction } from "./row-menu.tsx";

const bringMenu = () => loadPatiently(() => import("./row-menu.tsx"));
const RowMenu = lazy(async () => ({ default: (await bringMenu()).RowMenu }));

interface RowActionsProps {
  /** The row's name, which distinguishes its buttons for screen readers. */
  readonly name: string;
  readonly actions: readonly RowAction[];
}

/** The actions of a table row: a button for each, or one menu where space is short. */
export function RowActions({ name, actions }: RowActionsProps) {
  return (
    <>
      <span className="flex items-center justify-end gap-2 @max-lg:hidden">
        {actions.map(
          ({ word, label = `${word} ${name}`, Icon, isSign = false, isPending = false, onSelect }) =>
            isSign ? (
              <IconButton key={word} label={label} size="icon-small" onClick={onSelect}>
                <Icon aria-hidden />
              </IconButton>
            ) : (
              <Button key={word} size="small" aria-label={label} isPending={isPending} onClick={onSelect}>
                {word}
              </Button>
            ),
        )}
      </span>
      <span className="flex justify-end @lg:hidden">
        <MenuOnDemand
          menu={(trigger) => <RowMenu actions={actions} trigger={trigger} />}
          onNear={() => void bringMenu()}
          trigger={
            <Button
              tone="quiet"
              size="icon-small"
              aria-label={`More about ${name}`}
              isPending={actions.some(({ isPending }) => isPending === true)}
            >
              <Ellipsis aria-hidden />
            </Button>
          }
        />
      </span>
    </>
  );
}
