/** What happened to the reader's other sessions. */
export function endedElsewhere(sessions: number): string {
  if (sessions === 0) return "You were not signed in anywhere else.";
  return sessions === 1 ? "One other session has ended." : `${sessions} other sessions have ended.`;
}
