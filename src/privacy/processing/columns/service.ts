import type { Classified } from "../classified.ts";

/** Mails, followers, the log, exchanges, requests. */
export const service: Classified = {
  "public.api_answer": {
    processing: "exchange",
    personal: "body:document",
    other: "api_key idempotency_key request_sha256 status headers created_at",
  },
  "public.api_key": {
    processing: "exchange",
    personal: "secret_sha256:secret created_by:account created_name:name revoked_name:name addresses:trace",
    other: "id prefix name scopes created_at expires_at last_used_at revoked_at",
  },
  "public.audit_check": {
    processing: "log",
    personal: "actor:account actor_name:name",
    other: "number at from_id last_id last_hash entries fault fault_at",
  },
  "public.city_setting": { other: "number part document set_at" },
  "public.backup_run": {
    processing: "log",
    personal: "actor:account actor_name:name file:file",
    other: "id kind started_at finished_at bytes table_rows files missing verified_at fault",
  },
  "public.data_request": {
    processing: "requests",
    personal:
      "user_id:account! email:email! name:name words:words identity_note:words extended_reason:words answer:words answered_by:account answered_name:name",
    other: "id right_asked channel locale identity received_on due_on state answered_on created_at version",
  },
  "public.event": {
    processing: "log",
    personal: "actor:account actor_name:name document:document name_salt:secret document_salt:secret",
    other:
      "name_redacted_by document_redacted_by id at action kind record version changed previous_hash hash actor_role name_seal document_seal",
  },
  "public.exchange_import": {
    processing: "exchange",
    personal: "actor:account actor_name:name report:document file_name:file",
    other: "id format sha256 bytes publisher licence generated_at at created changed unchanged kept refused",
  },
  "public.legal_hold": {
    processing: "requests",
    personal: "reason:words placed_by:account placed_name:name lifted_by:account lifted_name:name lifted_reason:words",
    other: "id kind record placed_at lifted_at",
  },
  "public.mail_optout": { processing: "mail", personal: "address_sha256:identifier", other: "category created_at" },
  "public.movement": {
    processing: "log",
    personal: "reason:words actor:account actor_name:name",
    other: "id at envelope account cents about_kind about_id transfer",
  },
  "public.outgoing_mail": {
    processing: "mail",
    personal:
      "to_address:email! to_name:name params:document subject:words body_text:words dedupe_key:identifier last_error:trace attachments:file",
    other: "id locale template category confidential state attempts created_at sent_at about_kind about_id",
  },
  "public.page_proposal": {
    processing: "accounts",
    personal: "note:words author:account! author_name:name writers:account reviewer:account reviewer_name:name answer:words",
    other: "id page base_version document version state publish_at problem published_version created_at updated_at",
  },
  "public.publication": {
    processing: "log",
    personal: "actor:account actor_name:name",
    other: "number at mark manifest sha256 signature public_key added changed unchanged held",
  },
  "public.rate_limit": { processing: "security", personal: "key:trace", other: "full_at granted" },
  "public.reported_activity": {
    processing: "exchange",
    personal: "xml:document",
    other: "identifier project programme import reporter_ref own secondary hierarchy parent line digest record_version updated_at",
  },
  "public.retention_run": { processing: "requests", personal: "actor:account actor_name:name", other: "id at occasion" },
  "public.subscription": {
    processing: "follow",
    personal: "email:email!",
    other: "id locale rhythm alerts seen_event seen_at next_at created_at",
  },
  "public.subscription_alert": { processing: "follow", personal: "edition:choice moment:choice", other: "subscription of_hour told_at" },
  "public.subscription_request": {
    processing: "follow",
    personal: "token_sha256:secret email:email! topics:document",
    other: "locale rhythm alerts created_at expires_at",
  },
  "public.subscription_topic": { processing: "follow", personal: "type:choice value:choice", other: "subscription" },
  "public.webhook": {
    processing: "exchange",
    personal: "created_by:account created_name:name",
    other: "id name url events state disabled_reason generation previous_until failures failing_since created_at",
  },
  "public.webhook_attempt": { processing: "exchange", personal: "excerpt:words error:trace", other: "id message at status ms" },
  "public.webhook_message": {
    processing: "exchange",
    personal: "body:document",
    other: "id webhook type dedupe_key state created_at delivered_at",
  },
};
