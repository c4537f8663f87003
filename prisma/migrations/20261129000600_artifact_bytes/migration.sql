-- What a node saves may be bytes that are not text, such as a picture: they are kept as base64, and size and hash are those of the bytes.
alter table artifacts
  add column encoding text not null default 'text' constraint artifacts_encoding check (encoding in ('text', 'base64'));
