"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { isAllowed } from "#core/policy/permissions.ts";
import { nameOfBudget } from "#features/budgets/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { knownAfter, type Notice, noticesOf } from "../model/away-notices.ts";
import { useNoticeChoice } from "./use-notice-choice.ts";

/** Browsers limit the timers of hidden tabs to about once a minute. */
const refreshMs = 10_000;
const mostLooked = 50;

/** Shows browser notifications while the reader is elsewhere, if they turned them on. Renders nothing. */
export function AwayNotices() {
  const isOn = useNoticeChoice();
  return isOn ? <Watch /> : null;
}

function Watch() {
  const trpc = useTRPC();
  const router = useRouter();
  const { user, workspace } = useShell();
  const mayRaise = isAllowed(workspace.role, "budgets.manage");
  const often = { refetchInterval: refreshMs, refetchIntervalInBackground: true };
  const { data: runs } = useQuery({
    ...trpc.runs.list.queryOptions({ startedBy: user.id, limit: mostLooked }),
    ...often,
  });
  const { data: waits } = useQuery({
    ...trpc.waits.list.queryOptions({ mine: true, limit: mostLooked }),
    ...often,
  });
  const { data: budgets } = useQuery({ ...trpc.budgets.list.queryOptions(), ...often });
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (runs === undefined || waits === undefined || budgets === undefined) return;
    const budgetsToRaise = mayRaise ? budgets.budgets.filter(({ raiseCalls }) => raiseCalls > 0) : [];
    const notices = noticesOf({
      runs: runs.runs,
      waits: waits.waits,
      budgetsToRaise: budgetsToRaise.map((budget) => ({ id: budget.id, name: nameOfBudget(budget) })),
    });
    const before = known.current;
    known.current = knownAfter(before ?? new Set(), notices);
    // The first look only sets the baseline, and people who are looking at the page see the news there.
    if (before === null || !document.hidden) return;
    for (const notice of notices) {
      if (!before.has(notice.tag)) show(notice, () => router.push(`/${workspace.slug}/${notice.path}`));
    }
  }, [runs, waits, budgets, mayRaise, router, workspace.slug]);
  return null;
}

function show({ title, body, tag }: Notice, open: () => void): void {
  const shown = new Notification(title, { body, tag });
  shown.onclick = () => {
    window.focus();
    open();
    shown.close();
  };
}
