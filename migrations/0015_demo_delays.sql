-- The log says when the demonstration was loaded, not when its fictional acts were: its files have no delay of the desk.
CREATE OR REPLACE VIEW published.grant_delay AS
  SELECT s.edition, s.programme, s.demo,
         CASE WHEN admitted >= submitted THEN admitted - submitted END AS admissibility_days,
         CASE WHEN proposed >= admitted THEN proposed - admitted END AS jury_days,
         CASE WHEN voted >= proposed THEN voted - proposed END AS vote_days,
         CASE WHEN signed >= voted THEN signed - voted END AS signature_days,
         CASE WHEN paid >= signed THEN paid - signed END AS payment_days,
         CASE WHEN paid >= submitted THEN paid - submitted END AS whole_days
  FROM (
    SELECT g.edition, g.programme, g.demo, g.submitted_on AS submitted, g.voted_on AS voted, g.signed_on AS signed, g.first_paid_on AS paid,
           v.admitted, v.proposed
    FROM published."grant" g JOIN public."grant" i ON i.id = g.id
    LEFT JOIN LATERAL (
      SELECT min(v.at) FILTER (WHERE v.action IN ('admit', 'admit_subject'))::date AS admitted, min(v.at) FILTER (WHERE v.action = 'propose')::date AS proposed
      FROM public.event v WHERE v.kind = 'application' AND v.record = i.application::text
    ) v ON NOT g.demo
  ) s;
