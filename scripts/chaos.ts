/** `npm run chaos [-- --runs <number> --kills <number> --seed <number>]`: kills real processes again and again. */
import "../bench/trouble/chaos.ts";
