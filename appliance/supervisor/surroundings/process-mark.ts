import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that can be distinguished from a later one which was given the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it began, in the system's own words; empty if the system does not say. */
  readonly startedAt: string;
}

/** Null if there is no such process, or only its remains. */
export function markProcess(pid: number): ProcessMark | null {
  const startedAt = process.platform === "linux" ? linuxStart(pid) : otherStart(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** Whether exactly the marked process still runs. */
export function isRunning(mark: ProcessMark): boolean {
  return markProcess(mark.pid)?.startedAt === mark.startedAt;
}

/** Ticks since boot, with the boot they count from: machines that boot alike repeat numbers and ticks. */
function linuxStart(pid: number): string | null {
  try {
    // The program's name is in parentheses and may contain anything, so fields are counted from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return null;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[18]}`;
  } catch {
    return null;
  }
}

function otherStart(pid: number): string | null {
  try {
    process.kill(pid, 0);
    if (process.platform === "win32") return "";
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}
