const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});

/**
 * `just now`, `4 min ago`, `in 2 h 5 min`, `3 d ago`; a date beyond thirty days. Future times are more exact, since
 * people plan by them.
 */
export function formatRelativeTime(timeMs: number, nowMs: number): string {
  const distance = Math.abs(nowMs - timeMs);
  if (distance < 10_000) return "just now";
  if (distance > 30 * day) return date.format(timeMs);
  return timeMs > nowMs ? `in ${distanceAhead(distance)}` : `${distanceText(distance)} ago`;
}

function distanceAhead(distance: number): string {
  const text = distanceText(distance);
  if (distance < hour || distance >= 7 * day) return text;
  const rest = distance < day ? (distance % hour) / minute : (distance % day) / hour;
  return rest < 1 ? text : `${text} ${Math.floor(rest)} ${distance < day ? "min" : "h"}`;
}

function distanceText(distance: number): string {
  if (distance < minute) return `${Math.floor(distance / 1_000)} s`;
  if (distance < hour) return `${Math.floor(distance / minute)} min`;
  if (distance < day) return `${Math.floor(distance / hour)} h`;
  return `${Math.floor(distance / day)} d`;
}

/** To the second, with the reader's time zone. */
export function formatExactTime(timeMs: number): string {
  return exact.format(timeMs);
}
