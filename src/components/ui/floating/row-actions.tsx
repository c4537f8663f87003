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
  /** What the row is about: buttons are told apart by it where they are read out. */
  readonly name: string;
  readonly actions: readonly RowAction[];
}

/** What can be done with a row of a table: a button for each beside each other, or one menu where that is too wide. */
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
