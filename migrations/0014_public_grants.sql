-- What the public sees of grants, once voted: sums that every page and file share, reports, results of an edition, delays.

CREATE OR REPLACE VIEW published."grant" AS
  SELECT g.id, g.number, g.award, g.project, g.organisation, g.programme, g.edition, g.amount_cents, g.currency, g.state,
         a.submitted_at::date AS submitted_on, d.reference AS deliberation, d.voted_on, d.executory_on, d.transmitted_on, g.signed_on, g.committed_on, g.closed_on,
         g.starts_on, g.ends_on, a.asked_cents, a.total_cents,
         (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM public.payment p WHERE p."grant" = g.id AND p.state = 'paid') AS paid_cents,
         (SELECT min(p.paid_on) FROM public.payment p WHERE p."grant" = g.id AND p.state = 'paid') AS first_paid_on,
         (SELECT coalesce(sum(v.amount_cents), 0)::bigint FROM public.recovery v WHERE v."grant" = g.id AND v.state = 'received') AS recovered_cents,
         (SELECT count(*)::integer FROM public.report r WHERE r."grant" = g.id AND r.state <> 'waived') AS reports_due,
         (SELECT count(*)::integer FROM public.report r WHERE r."grant" = g.id AND r.state = 'accepted') AS reports_accepted,
         -- What the assembly voted stays what it was, whatever is amended or written on the award since.
         (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM public.proposal p WHERE p.application = g.application) AS voted_cents,
         -- What the convention in force says; nothing while it is not signed by both, or once it is cancelled.
         CASE WHEN g.signed_on IS NULL OR g.state = 'cancelled' THEN 0::bigint ELSE g.amount_cents END AS agreed_cents,
         w.demo
  FROM public."grant" g JOIN public.deliberation d ON d.id = g.deliberation AND d.state = 'adopted'
  JOIN public.application a ON a.id = g.application
  JOIN published.award w ON w.id = g.award;

-- Of a report, that it is due and that it was accepted: neither what it says nor who wrote it.
CREATE VIEW published.report AS
  SELECT r.id, r."grant", g.award, r.type, r.due_on, r.state = 'accepted' AS accepted, CASE WHEN r.state = 'accepted' THEN r.decided_at::date END AS accepted_on
  FROM public.report r JOIN published."grant" g ON g.id = r."grant" WHERE r.state <> 'waived';

-- How many files an edition received, and what became of them. Nothing before a deliberation of the edition is adopted,
-- and nothing while one of its files is still undecided: a count that moves would tell of it.
CREATE VIEW published.edition_outcome AS
  SELECT e.id AS edition, e.currency,
         count(*)::integer AS received,
         count(*) FILTER (WHERE a.state <> 'inadmissible' AND (a.state IN ('rejected', 'granted', 'refused')
           OR EXISTS (SELECT 1 FROM public.event v WHERE v.kind = 'application' AND v.record = a.id::text AND v.action IN ('admit', 'admit_subject'))))::integer AS admissible,
         count(*) FILTER (WHERE a.state = 'granted')::integer AS granted,
         sum(a.asked_cents)::bigint AS asked_cents,
         coalesce((SELECT sum(g.voted_cents) FROM published."grant" g WHERE g.edition = e.id), 0)::bigint AS voted_cents
  FROM published.edition e JOIN public.application a ON a.edition = e.id AND a.state <> 'draft'
  WHERE EXISTS (SELECT 1 FROM published."grant" g WHERE g.edition = e.id)
    AND NOT EXISTS (SELECT 1 FROM public.application u WHERE u.edition = e.id
      AND u.state NOT IN ('draft', 'inadmissible', 'rejected', 'granted', 'refused', 'withdrawn', 'lapsed'))
  GROUP BY e.id, e.currency;

-- How many days each stage of a granted file took, and nothing that names the file. A stage that has not ended, was not
-- gone through here, or whose dates are out of order, has no duration.
CREATE VIEW published.grant_delay AS
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
    ) v ON true
  ) s;
