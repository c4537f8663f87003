/**
 * `npm run bill [-- --calls <number> --seed <number>]`: makes calls that meet all kinds of trouble, and holds the
 * ledger against what the vendor billed.
 */
import "../bench/trouble/bill.ts";
