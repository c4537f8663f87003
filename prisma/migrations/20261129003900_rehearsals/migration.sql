-- A version that was made for a rehearsal: runs of it ask the sandbox alone, and are not counted among the others.
alter table pipeline_versions drop constraint pipeline_versions_kind_check;
alter table pipeline_versions add constraint pipeline_versions_kind_check
  check (kind in ('published', 'draft', 'rehearsal'));
