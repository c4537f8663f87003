-- Nodes with which a run ended whose outputs did not fit into its own: they stay with their node runs.
alter table runs add column outputs_left_out text[] not null default '{}';
grant update (outputs_left_out) on runs to penstock_app;
