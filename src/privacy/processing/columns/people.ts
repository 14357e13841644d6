import type { Classified } from "../classified.ts";

/** People whom the register and the stories name. */
export const people: Classified = {
  "public.advice": {
    processing: "advice",
    personal: "name:words description:words answer:words applicant:name",
    other:
      "id status version source_locator quote demo created_at updated_at published_at source organisation type state channel asked_on answered_on referred_to programme call project minutes next_on",
  },
  "public.advice_step": { processing: "advice", personal: "note:words", other: "advice position dated_on" },
  "public.expert": {
    processing: "experts",
    personal: "name:name description:words service:words post:words email:email! phone:phone notes:words",
    other:
      "id status version source_locator quote demo created_at updated_at published_at source organisation skills countries yearly_days available_from",
  },
  "public.expert_absence": { processing: "experts", personal: "note:words starts_on:trace ends_on:trace", other: "expert position" },
  "public.expert_language": { processing: "experts", personal: "", other: "expert position language level" },
  "public.honour": {
    processing: "people",
    personal: "name:words description:words recipient:choice giver:name reason:words notes:words",
    other:
      "id status version source_locator quote demo created_at updated_at published_at source type posthumous state partner organisation country proposed_on voted_on deliberation handed_on occasion received_on withdrawn_on withdrawal themes website at_risk",
  },
  "public.media": {
    processing: "people",
    personal: "credit:name",
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source file alt licence taken_on",
  },
  "public.mission": {
    processing: "people",
    personal: "ordered_by:name safety_note:words notes:words",
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source reference type state partner project agreement programme country place starts_on ends_on skills themes currency purpose results report ordered_on safety safety_on",
  },
  "public.mission_work": { processing: "people", personal: "people:words", other: "mission position service skill days day_cents" },
  "public.network_mandate": {
    processing: "people",
    personal: "holder:name note:words",
    other: "network position role post since until deliberation source",
  },
  "public.occasion": {
    processing: "people",
    personal: "protocol:words notes:words",
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source type direction state audience starts_on ends_on starts_at ends_at parent programme purpose outcome attendance priorities themes goals website sensitive",
  },
  "public.occasion_actor": {
    processing: "people",
    personal: "person:name note:words",
    other: "occasion position partner organisation network role",
  },
  "public.occasion_follow_up": { processing: "people", personal: "owner:name task:words", other: "occasion position due_on done_on" },
  "public.page_block": {
    processing: "people",
    personal: "who:words",
    other: "page position type title text source locator media figure series document kind ids query url",
  },
  "public.prize_laureate": {
    processing: "people",
    personal: "person:name",
    other: "prize position year organisation country work distinction",
  },
  "public.programme_control": {
    processing: "people",
    personal: "by_whom:name finding:words",
    other: "programme position type dated_on project document corrected_cents keep_until",
  },
  "public.search_entry": {
    processing: "people",
    personal: "title:words body:words folded:words words:words",
    other: "kind record locale status",
  },
  "public.search_word": { processing: "people", personal: "word:words sound:words", other: "" },
  "public.story": {
    processing: "stories",
    personal:
      "token_sha256:secret display_name:name age_band:judgement neighbourhood:address guardian_checked_by:account accepted_by:account published_by:account reason:words picture:file picture_alt:words picture_credit:name",
    other:
      "id project partner collector form locale state nature contributor name_kind themes year_from year_to picture_checked scopes consent_version consented_at guardian_checked_at published_at decided_at demo version received_at updated_at withdrawn_at erased_at",
  },
  "public.story_collector": {
    processing: "stories",
    personal: "token_sha256:secret created_by:account label:words",
    other: "id project partner created_at expires_at revoked_at",
  },
  "public.story_consent": {
    processing: "stories",
    personal: "evidence:words",
    other: "given_by story position scopes version given_on made_at",
  },
  "public.story_contact": { processing: "stories", personal: "email:email! guardian_name:name guardian_contact:words", other: "story" },
  "public.story_text": {
    processing: "stories",
    personal: "title:words words:words author:name",
    other: "story position role language machine made_at",
  },
  "public.story_upload": { processing: "stories", personal: "sha256:file", other: "at" },
};
