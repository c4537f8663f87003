import type { PersonalStorage } from "#features/shell/index.ts";

const name = "notices";
const listeners = new Set<() => void>();

/** Calls `listener` on each change in this tab or another one; returns the unsubscribe function. */
export function onNoticeChoice(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** Whether the person wants notifications in this browser and it allows them. */
export function wantsNotices(memory: PersonalStorage): boolean {
  return memory.read(name) === "on" && noticePermission() === "granted";
}

/** False if this browser stores nothing. */
export function chooseNotices(memory: PersonalStorage, isOn: boolean): boolean {
  const isKept = isOn ? memory.write(name, "on") : true;
  if (!isOn) memory.remove(name);
  for (const listener of listeners) listener();
  return isKept;
}

/** `unsupported` if the browser has none (as on most phones) or the page is not served securely. */
export function noticePermission(): NotificationPermission | "unsupported" {
  return typeof Notification === "undefined" ? "unsupported" : Notification.permission;
}
