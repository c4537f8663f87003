-- The program may not read the list of migrations; it asks here whether the database is as new as its own build.
-- The list is looked up when this runs: it may be made after this migration.
create function system.has_migration(wanted text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (
    select from public._prisma_migrations
    where migration_name = wanted and finished_at is not null and rolled_back_at is null);
end $$;

revoke execute on function system.has_migration(text) from public;
grant execute on function system.has_migration(text) to penstock_app;
