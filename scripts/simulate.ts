/** `npm run simulate [-- --seeds <number>]`: plays runs in memory with every kind of trouble. */
import "../bench/trouble/simulate.ts";
