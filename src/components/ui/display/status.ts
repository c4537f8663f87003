import {
  AlarmClock,
  Ban,
  Circle,
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
} from "lucide-react";
import { GateIcon } from "./gate-icon.ts";

/** Every status of a run or a node. */
export const statuses = [
  "pending",
  "running",
  "waiting",
  "completed",
  "failed",
  "skipped",
  "cancelled",
  "timeout",
] as const;
export type Status = (typeof statuses)[number];

interface StatusLook {
  readonly Icon: LucideIcon;
  readonly text: string;
  readonly soft: string;
  /** The colour of a node's left edge and of an attempt's bar. */
  readonly fill: string;
}

/** Never colour alone: each status has an icon of its own shape, and its word beside it. */
export const statusLooks: Readonly<Record<Status, StatusLook>> = {
  pending: { Icon: Circle, text: "text-pending", soft: "bg-quiet-soft", fill: "fill-pending" },
  running: { Icon: LoaderCircle, text: "text-running", soft: "bg-running-soft", fill: "fill-running" },
  waiting: { Icon: GateIcon, text: "text-waiting", soft: "bg-waiting-soft", fill: "fill-waiting" },
  completed: { Icon: CircleCheck, text: "text-completed", soft: "bg-completed-soft", fill: "fill-completed" },
  failed: { Icon: CircleX, text: "text-failed", soft: "bg-failed-soft", fill: "fill-failed" },
  skipped: { Icon: CircleDashed, text: "text-skipped", soft: "bg-quiet-soft", fill: "fill-skipped" },
  cancelled: { Icon: Ban, text: "text-cancelled", soft: "bg-quiet-soft", fill: "fill-cancelled" },
  timeout: { Icon: AlarmClock, text: "text-timeout", soft: "bg-failed-soft", fill: "fill-timeout" },
};
