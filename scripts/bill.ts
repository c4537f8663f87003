/**
 * `npm run bill [-- --calls <number> --seed <number>]`: makes calls under all kinds of faults, and compares the ledger
 * with the vendor's bill.
 */
import "../bench/trouble/bill.ts";
