const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is an id of ours by its form; whether there is such a thing is another question. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** What an address says, where it can be an id. */
export function asId<Id extends string>(text: string | null): Id | null {
  return text !== null && isUuid(text) ? (text as Id) : null;
}
