-- A version keeps the words of its author beside what they mean: comments and order are lost in the parsed definition.
-- Null where the definition came before this column, or was frozen for one run.

alter table pipeline_versions add column source_text text;
