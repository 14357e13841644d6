-- The largest and the latest projects first, in the API, without sorting them all.
CREATE INDEX project_summary_amount ON project_summary (public_amount_cents DESC NULLS LAST, id DESC) WHERE published;
CREATE INDEX project_summary_latest ON project_summary (public_last_year DESC NULLS LAST, id DESC) WHERE published;
