/**
 * How long tests wait for a connection, whether it must be made or be free. Generous: there are many tests, and the
 * machine may be busy.
 */
export const patienceMs = 60_000;
