-- Tries that are counted: all web processes count together. A crash of the server may forget them, so no commit waits for the disk.
create unlogged table system.rate_limits (
  key    varchar(255) not null primary key,
  points integer not null default 0,
  expire bigint
);

grant select, insert, update, delete on system.rate_limits to penstock_app;
