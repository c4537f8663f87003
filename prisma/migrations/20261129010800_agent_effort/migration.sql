-- How much the agent's model thinks before it answers; null: as it does by itself.
alter table agents add column effort text
  constraint agents_effort_check check (effort in ('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'));
