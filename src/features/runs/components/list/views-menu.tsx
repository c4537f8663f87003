"use client";

import { useQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { lazy, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { MenuOnDemand } from "#components/ui/floating/menu-on-demand.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { turnTo } from "../../model/list/runs-address.ts";
import { parseRunsFilter, type RunsFilter, runsFilterQuery } from "../../model/list/runs-filter.ts";
import { ViewsDialog } from "./views-dialog.tsx";

const bringMenu = () => loadPatiently(() => import("./views-menu-content.tsx"));
const ViewsMenuContent = lazy(async () => ({ default: (await bringMenu()).ViewsMenuContent }));

/** The person's saved views. */
export function ViewsMenu({ filter }: { readonly filter: RunsFilter }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.views.list.queryOptions());
  const views = data?.views ?? [];
  const [isOpen, setIsOpen] = useState(false);
  const query = runsFilterQuery({ ...filter, after: null });
  const current = views.find((view) => view.query === query);
  return (
    <>
      <MenuOnDemand
        menu={(trigger) => (
          <ViewsMenuContent
            trigger={trigger}
            views={views}
            onOpen={(next) => {
              const parameters = new URLSearchParams(next);
              turnTo(
                parseRunsFilter((name) => parameters.get(name)),
                "push",
              );
            }}
            onChange={() => setIsOpen(true)}
          />
        )}
        onNear={() => void bringMenu()}
        trigger={
          <Button>
            <Bookmark aria-hidden />
            {current?.name ?? "Views"}
          </Button>
        }
      />
      {isOpen ? <ViewsDialog query={query} views={views} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}
