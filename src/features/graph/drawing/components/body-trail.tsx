"use client";

import { ChevronRight, CornerLeftUp } from "lucide-react";
import { Fragment } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import type { DrawnPlace } from "../drawing-props.ts";

interface BodyTrailProps {
  readonly place: DrawnPlace;
  /** Goes to the graph at this depth of bodies. */
  readonly onGoTo: (depth: number) => void;
}

/** Breadcrumbs from the pipeline to the open body; each leads back to its graph. */
export function BodyTrail({ place: { title, owners }, onGoTo }: BodyTrailProps) {
  const steps = [{ id: "", name: title }, ...owners];
  const ids = steps.map(({ id }) => id);
  return (
    <nav aria-label="Open body" className="flex h-9 shrink-0 items-center gap-1 border-b bg-paper px-2">
      <IconButton
        label="Close the body"
        size="icon-small"
        aria-keyshortcuts="U"
        onClick={() => onGoTo(owners.length - 1)}
      >
        <CornerLeftUp aria-hidden />
      </IconButton>
      <ol className="flex min-w-0 items-center gap-1">
        {steps.map(({ name }, depth) => (
          <Fragment key={ids.slice(0, depth + 1).join("\n")}>
            {depth === 0 ? null : (
              <li aria-hidden className="shrink-0">
                <ChevronRight className="size-3.5 text-ink-faint" />
              </li>
            )}
            <li className="min-w-0">
              {depth === owners.length ? (
                <span aria-current="location" className="block truncate px-1 font-medium">
                  {name}
                </span>
              ) : (
                <Button tone="quiet" size="small" className="max-w-40 px-1" onClick={() => onGoTo(depth)}>
                  <span className="truncate">{name}</span>
                </Button>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
      <span className="ml-auto truncate pl-3 text-ink-faint max-xl:hidden">
        Each run of it begins with its input.
      </span>
    </nav>
  );
}
