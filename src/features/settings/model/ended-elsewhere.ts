/** What happened to one's other sessions. */
export function endedElsewhere(sessions: number): string {
  if (sessions === 0) return "You were signed in nowhere else.";
  return sessions === 1 ? "One other session has ended." : `${sessions} other sessions have ended.`;
}
