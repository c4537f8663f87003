-- What its vendor said of a key when it was tested last; refusal null: it was accepted. Null in both: nobody has asked yet.
alter table provider_keys
  add column tested_at timestamptz(3),
  add column test_refusal text,
  add constraint provider_keys_test check (test_refusal is null or tested_at is not null);
