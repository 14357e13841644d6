import type { Classified } from "../classified.ts";

/** The life of a grant. */
export const grants: Classified = {
  "public.applicant": {
    processing: "grants",
    personal: "profile:document name:body folded:body",
    other:
      "id organisation legal_form siret rna foreign_scheme foreign_id no_identifier founded_on country postal_code version demo created_at updated_at",
  },
  "public.applicant_invitation": {
    processing: "grants",
    personal: "email:email! token_sha256:secret invited_by:account",
    other: "applicant role invited_at expires_at",
  },
  "public.applicant_join_request": { processing: "grants", personal: "user_id:account! note:words", other: "applicant asked_at" },
  "public.applicant_member": { processing: "grants", personal: "user_id:account!", other: "applicant role since" },
  "public.application": {
    processing: "grants",
    personal: "content:document submitted_by:account reason:words created_by:account updated_by:account title:words words:words",
    other:
      "id number edition edition_version applicant state version countries asked_cents total_cents currency submitted_at content_sha256 receipt deliberation started_from demo created_at updated_at state_since work_done mean_score lowest_score anonymised_at",
  },
  "public.application_check": {
    processing: "grants",
    personal: "note:words checked_by:account checked_name:name",
    other: "application list code verdict checked_at",
  },
  "public.application_file": {
    processing: "grants",
    personal: "file:file name:file sent_by:account! note:words checked_by:account",
    other: "id application requirement piece sent_at verdict checked_at",
  },
  "public.application_guest": {
    processing: "grants",
    personal: "email:email! user_id:account! invited_by:account token_sha256:secret",
    other: "application invited_at",
  },
  "public.application_note": { processing: "grants", personal: "note:words by_user:account! by_name:name", other: "id application at" },
  "public.application_officer": { processing: "grants", personal: "user_id:account!", other: "application position" },
  "public.application_opening": { processing: "grants", personal: "user_id:account! user_name:name opened_at:trace", other: "application" },
  "public.application_section": {
    processing: "grants",
    personal: "content:document saved_by:account! saved_name:name",
    other: "application section version saved_at",
  },
  "public.application_snapshot": {
    processing: "grants",
    personal: "content:document by_user:account! by_name:name",
    other: "reason application version sha256 at",
  },
  "public.assessor_invitation": { processing: "grants", personal: "email:email! invited_by:account", other: "edition strand invited_at" },
  "public.assignment": {
    processing: "grants",
    personal: "user_id:account! assigned_by:account",
    other: "application assigned_at reminded_at",
  },
  "public.convention": {
    processing: "grants",
    personal:
      "beneficiary_signatory:name city_signatory:name terms:document reasons:words beneficiary_evidence:words city_evidence:words beneficiary_file:file city_file:file",
    other: "id grant number state amount_cents ends_on document beneficiary_signed_on city_signed_on transmitted_on version created_at",
  },
  "public.deliberation": {
    processing: "grants",
    personal: "statement:words title:words",
    other:
      "id reference session_on state votes_for votes_against abstained not_voting voted_on transmitted_on published_on executory_on document version created_at updated_at",
  },
  "public.deliberation_step_aside": { processing: "grants", personal: "name:name reason:words", other: "deliberation position" },
  "public.edition_assessor": { processing: "grants", personal: "user_id:account!", other: "edition strand" },
  "public.edition_declaration": {
    processing: "grants",
    personal: "user_id:account! user_name:name statement:words",
    other: "edition declared_at",
  },
  "public.file": { processing: "grants", personal: "name:file", other: "sha256 media_type bytes width height created_at" },
  "public.file_check": {
    processing: "grants",
    personal: "decided_by:account reason:words",
    other: "file found state threat fault attempts next_at scanned_at decided_at",
  },
  "public.grant": {
    processing: "grants",
    personal: "reason:words object:words",
    other:
      "id number application deliberation edition programme organisation award project amount_cents currency state starts_on ends_on signed_on notified_on committed_on closed_on demo version created_at updated_at commitment_number",
  },
  "public.intake": { processing: "grants", personal: "file:file name:file sent_by:account!", other: "id use bytes about_kind about_id at" },
  "public.interest_declaration": {
    processing: "grants",
    personal: "user_id:account! user_name:name reason:judgement note:words",
    other: "application declared_at",
  },
  "public.jury": { processing: "grants", personal: "remarks:words", other: "id edition held_on place state minutes version created_at" },
  "public.jury_decision": {
    processing: "grants",
    personal: "comment:words decided_by:account",
    other: "application jury rank decision decided_at",
  },
  "public.jury_member": { processing: "grants", personal: "name:name quality:words user_id:account!", other: "jury position present" },
  "public.jury_step_aside": { processing: "grants", personal: "name:name reason:words", other: "jury application" },
  "public.opinion": {
    processing: "grants",
    personal: "user_id:account! user_name:name scores:document total:judgement amount_cents:judgement comment:words",
    other: "application state given_at version",
  },
  "public.payment": {
    processing: "grants",
    personal:
      "requested_by:account! requested_name:name checked_by:account checked_name:name ordered_by:account ordered_name:name reason:words",
    other: "id grant tranche amount_cents state requested_at checked_at ordered_at order_number paid_on version",
  },
  "public.piece_request": {
    processing: "grants",
    personal: "question:words asked_by:account asked_name:name answer:words answered_by:account!",
    other: "id application requirement asked_at due_at answered_at closed_at reminded_at",
  },
  "public.proposal": { processing: "grants", personal: "by_user:account by_name:name", other: "application envelope amount_cents" },
  "public.recovery": {
    processing: "grants",
    personal: "reason:words ordered_by:account received_by:account",
    other: "id grant envelope amount_cents state ordered_on received_on version",
  },
  "public.report": {
    processing: "grants",
    personal: "content:document sent_by:account! sent_name:name certified_by:account! certified_name:name decided_by:account note:words",
    other: "id grant type due_on state sent_at certified_at decided_at reminded_at reminders version",
  },
  "public.report_file": { processing: "grants", personal: "file:file name:file sent_by:account!", other: "id report sent_at" },
  "public.upload": {
    processing: "grants",
    personal: "user_id:account! name:file",
    other: "id application requirement piece bytes received kept created_at touched_at",
  },
  "public.upload_piece": { processing: "grants", personal: "data:file", other: "upload start" },
};
