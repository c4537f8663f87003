"use client";

import { useSyncExternalStore } from "react";
import { usePersonalStorage } from "#features/shell/index.ts";
import { onNoticeChoice, wantsNotices } from "../model/notice-choice.ts";

/** Whether the reader has notifications on in this browser; false on the server. */
export function useNoticeChoice(): boolean {
  const memory = usePersonalStorage("memory");
  return useSyncExternalStore(
    onNoticeChoice,
    () => wantsNotices(memory),
    () => false,
  );
}
