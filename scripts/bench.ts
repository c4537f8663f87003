/** `npm run bench [-- p1 p2 ...]`: what runs cost on this machine, beside raw PostgreSQL. */
import "../bench/main.ts";
