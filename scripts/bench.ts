/** `npm run bench [-- p1 p2 ...]`: what runs cost on this machine, compared with raw PostgreSQL. */
import "../bench/main.ts";
