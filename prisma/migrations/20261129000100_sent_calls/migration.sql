-- Whether the call of an attempt has left. An attempt that loses its worker before that is booked with nothing, since its vendor never heard of
-- it. True for whoever does not say: then the vendor may have billed it.
alter table system.leases add column is_sent boolean not null default true;
