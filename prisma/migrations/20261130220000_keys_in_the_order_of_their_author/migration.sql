-- A form's fields and a pipeline's variables come in the order in which their author wrote them: `jsonb` orders the keys
-- of an object by their lengths. What was written before keeps the order that it has.
alter table pipelines alter column draft type json;
alter table pipeline_versions alter column definition type json;
alter table waits alter column form type json;
