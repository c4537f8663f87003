-- What whoever published a version said about it.
alter table pipeline_versions
  add column note text,
  add constraint pipeline_versions_note check (note is null or char_length(note) between 1 and 500);
