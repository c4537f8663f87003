"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useMemo, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { rememberSidebar } from "../model/remember.ts";
import { stayOffline } from "../model/stay-offline.ts";
import { type Shell, ShellContext } from "../shell-context.ts";
import { ArrivalFocus } from "./arrival-focus.tsx";
import { GlobalShortcuts } from "./global-shortcuts.tsx";
import { LeavingLine } from "./leaving-line.tsx";
import { SessionNotes } from "./session-notes.tsx";
import { Sidebar } from "./sidebar/sidebar.tsx";
import { WorkerBanner } from "./worker-banner.tsx";

// Used only on phones. `ssr: false` gives it its own Suspense boundary; without one the whole page waits for its code.
const Drawer = dynamic(
  async () => (await loadPatiently(() => import("#components/ui/floating/drawer.tsx"))).Drawer,
  {
    ssr: false,
  },
);

interface AppFrameProps {
  readonly shell: Shell;
  /** From a cookie, so that the server knows it too. */
  readonly isSidebarFolded: boolean;
  readonly children: ReactNode;
}

/** The frame of every workspace page: the sidebar (a drawer on phones), and a link that skips it. */
export function AppFrame({ shell, isSidebarFolded, children }: AppFrameProps) {
  const [isFolded, setIsFolded] = useState(isSidebarFolded);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const context = useMemo(
    () => ({
      ...shell,
      openDrawer: () => setIsDrawerOpen(true),
      openPalette: () => {
        setIsDrawerOpen(false);
        setIsPaletteOpen(true);
      },
    }),
    [shell],
  );
  const fold = (folded: boolean) => {
    setIsFolded(folded);
    rememberSidebar(folded);
  };
  return (
    <ShellContext value={context}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-base focus:border focus:bg-raised focus:px-3 focus:py-1.5 focus:shadow-float"
      >
        Skip to the page
      </a>
      <div className="flex lg:h-dvh" onClickCapture={stayOffline}>
        <aside
          className={cn(
            "sticky top-0 hidden h-dvh shrink-0 border-r bg-ground lg:block",
            isFolded ? "w-12" : "w-55",
          )}
        >
          <Sidebar isFolded={isFolded} onFold={fold} />
        </aside>
        {isDrawerOpen ? (
          <Drawer open onOpenChange={setIsDrawerOpen} title="Menu">
            <Sidebar isFolded={false} onFold={null} onNavigate={() => setIsDrawerOpen(false)} />
          </Drawer>
        ) : null}
        <main
          id="content"
          tabIndex={-1}
          className="flex min-h-dvh min-w-0 grow flex-col bg-paper outline-none lg:min-h-0 lg:overflow-y-auto"
        >
          <LeavingLine />
          <SessionNotes />
          <WorkerBanner />
          {children}
        </main>
      </div>
      <ArrivalFocus />
      <GlobalShortcuts isPaletteOpen={isPaletteOpen} onPaletteChange={setIsPaletteOpen} />
    </ShellContext>
  );
}
