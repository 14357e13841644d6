-- The same rows, by joins: "exists one or exists the other" was answered by reading every project for each question.
CREATE OR REPLACE VIEW published.reported_activity AS
  SELECT a.* FROM public.reported_activity a
  LEFT JOIN public.project p ON p.id = a.project AND p.status = 'published'
  LEFT JOIN public.programme q ON q.id = a.programme AND q.status = 'published'
  WHERE p.id IS NOT NULL OR q.id IS NOT NULL;
