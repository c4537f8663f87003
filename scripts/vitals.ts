/** `npm run vitals`: what the pages cost whoever opens them. */
import "../bench/vitals.ts";
