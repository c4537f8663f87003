/** `npm run vitals`: what pages cost the browser. */
import "../bench/vitals.ts";
