-- Why a model stopped, on the attempt that asked it and on the node run whose output it made: an answer that was cut is marked as such.
-- Null where no model was asked, and for what ran before these columns.

alter table attempts add column stop text;
alter table node_runs add column stop text;
