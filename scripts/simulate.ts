/** `npm run simulate [-- --seeds <number>]`: simulates runs in memory under every kind of fault. */
import "../bench/trouble/simulate.ts";
