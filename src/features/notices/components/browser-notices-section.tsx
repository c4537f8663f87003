"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { usePersonalStorage } from "#features/shell/index.ts";
import { chooseNotices, noticePermission } from "../model/notice-choice.ts";
import { useNoticeChoice } from "./use-notice-choice.ts";

const refused =
  "This browser does not show notifications from this site. You can allow them in its settings.";

/** Turns this browser's notifications on and off. */
export function BrowserNoticesSection() {
  const memory = usePersonalStorage("memory");
  const isOn = useNoticeChoice();
  const [fault, setFault] = useState<string | null>(null);
  const turnOn = async () => {
    if (!(await mayShow())) setFault(refused);
    else
      setFault(
        chooseNotices(memory, true)
          ? null
          : "This browser does not store data for this site, so your choice cannot be saved.",
      );
  };
  return (
    <section aria-labelledby="browser-notices" className="border-b px-6 py-5 max-sm:px-4">
      <h2 id="browser-notices" className="mb-1 font-semibold text-section">
        Browser notifications
      </h2>
      <p className="measure mb-3 text-ink-soft">
        They appear when a run that you started ends, or something waits for you, while you look at another
        page. A tab of this workspace must be open.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={isOn ? () => chooseNotices(memory, false) : () => void turnOn()}>
          {isOn ? "Turn off" : "Turn on"}
        </Button>
        <p role="status" className={fault === null ? "text-ink-faint" : "text-failed"}>
          {fault ?? (isOn ? "They are on." : "They are off.")}
        </p>
      </div>
    </section>
  );
}

/** Asks for permission and shows a first notification: some browsers grant it but show none for pages. */
async function mayShow(): Promise<boolean> {
  if (noticePermission() === "unsupported") return false;
  if ((await Notification.requestPermission()) !== "granted") return false;
  try {
    new Notification("Penstock", { body: "Notifications look like this.", tag: "first" });
    return true;
  } catch {
    return false;
  }
}
