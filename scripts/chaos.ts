/**
 * `npm run chaos [-- --runs <number> --kills <number> --seed <number>]`: real processes that are killed again and
 * again.
 */
import "../bench/trouble/chaos.ts";
