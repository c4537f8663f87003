"use client";

import { useSyncExternalStore } from "react";
import { usePersonalStorage } from "#features/shell/index.ts";
import { onNoticeChoice, wantsNotices } from "../model/notice-choice.ts";

/** Whether notices of this browser are on for the reader; false on the server. */
export function useNoticeChoice(): boolean {
  const memory = usePersonalStorage("memory");
  return useSyncExternalStore(
    onNoticeChoice,
    () => wantsNotices(memory),
    () => false,
  );
}
