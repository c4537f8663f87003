-- How a plain statement refuses what comes behind it in its transaction: an error of its own, which nothing else raises.
create function system.require(holds boolean) returns void
  language plpgsql immutable as $$
begin
  if holds is not true then
    raise exception 'what was required does not hold' using errcode = 'PN001';
  end if;
end $$;
revoke execute on function system.require(boolean) from public;
grant execute on function system.require(boolean) to penstock_app;
