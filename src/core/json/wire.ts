/**
 * How values travel between the router and its clients: as plain JSON, without anything around them. All inputs and
 * outputs of procedures are JSON (times are milliseconds), so nothing has to be marked; no key of people's data is
 * special on the way. tRPC gets it as a transformer because the types of outputs are then the procedures' own.
 */
export const wire = {
  serialize: (value: unknown): unknown => value,
  deserialize: (value: unknown): unknown => value,
};
