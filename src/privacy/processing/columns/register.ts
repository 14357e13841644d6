import type { Classified } from "../classified.ts";

/** What says nothing of any person: the register, references, the machinery. */
export const register: Classified = {
  "public.agreement": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source partner type state purpose amount_cents currency deliberation signed_on transmitted_on ends_on tacit_renewal themes goals",
  },
  "public.agreement_document": { other: "agreement position document" },
  "public.agreement_step": { other: "reason agreement position type dated_on" },
  "public.application_strand": { other: "application strand source asked_cents" },
  "public.audience_count": { other: "day page record language referrer device views" },
  "public.audit_anchor": { other: "number made_at head head_hash body sha256 signature public_key" },
  "public.award": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source organisation programme project deliberation awarded_on amount_cents currency aggregate aggregated_count activity_sectors agreed_on agreement_cents share_percent in_cash in_kind payment_terms period_start period_end state_aid state_aid_number scheme",
  },
  "public.award_tranche": { other: "award position year budget_source vocabulary amount_cents" },
  "public.bounded_source": { other: "source article per_mille" },
  "public.call": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source programme summary beneficiaries contact website",
  },
  "public.counter_day": { other: "day counter value" },
  "public.country": { other: "code name continent latitude longitude" },
  "public.document": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source type file url language dated_on licence",
  },
  "public.edition": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source call code procedure fiscal_year opens_at closes_at information_at jury_on council_on results_on cancelled_on cancel_reason crisis min_cents max_cents city_share_percent max_months travel_share_percent retroactive currency country_rule",
  },
  "public.edition_budget_line": { other: "edition position code side account name in_kind" },
  "public.edition_condition": { other: "edition position code rule value label help" },
  "public.edition_country": { other: "edition position country" },
  "public.edition_criterion": { other: "edition position code name help strand weight max_score" },
  "public.edition_exclusion": { other: "edition position country since until reference" },
  "public.edition_indicator": { other: "edition position code name unit definition required" },
  "public.edition_option": { other: "question edition position code name" },
  "public.edition_question": { other: "edition position code section label help type required max_words show_if show_value" },
  "public.edition_report": { other: "edition position type months after" },
  "public.edition_requirement": { other: "edition position code name help stage required above_cents can_follow" },
  "public.edition_strand": { other: "edition position code name budget_source vocabulary max_cents" },
  "public.edition_tranche": { other: "edition position percentage condition year_offset" },
  "public.envelope": {
    other:
      "id year programme source vocabulary currency ae_cents cp_cents reserved_cents voted_cents committed_cents scheduled_cents paid_cents recovered_cents created_at",
  },
  "public.figure": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source series value qualifier measure currency unit as_of period_start period_end perimeter interpreted interpretation network programme project partner counter featured",
  },
  "public.content_change": { other: "one number" },
  "public.file_size": { other: "file width height format sha256" },
  "public.gauge": { other: "year source revenue_cents revenue_basis cap_cents per_mille limit_cents committed_cents version" },
  "public.grant_source": { other: "grant envelope amount_cents" },
  "public.honour_document": { other: "honour position document" },
  "public.honour_media": { other: "honour position media" },
  "public.iati_check": { other: "id mark at summary" },
  "public.iati_finding": { other: "checked position kind record identifier severity rule message" },
  "public.imported_grant": { other: "award subsidy import line digest record_version" },
  "public.kysely_migration": { other: "name timestamp" },
  "public.kysely_migration_lock": { other: "id is_locked" },
  "public.migration_note": { other: "name works_with" },
  "public.mission_cost": { other: "mission position type amount_cents organisation" },
  "public.mission_expert": { other: "mission position expert role starts_on ends_on days" },
  "public.mission_funder": { other: "mission position organisation partner network amount_cents currency status in_kind" },
  "public.network": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source acronym aliases founded_on place website themes",
  },
  "public.network_contribution": { other: "note network position year amount_cents currency paid_on deliberation source" },
  "public.network_document": { other: "network position document" },
  "public.network_membership": { other: "note network position partner role since until" },
  "public.node": { other: "id host pid program newest started_at seen_at" },
  "public.occasion_document": { other: "occasion position document" },
  "public.occasion_link": { other: "note occasion position project award agreement" },
  "public.occasion_media": { other: "occasion position media" },
  "public.occasion_place": { other: "occasion position place venue" },
  "public.oda_list": { other: "id name valid_from valid_to source" },
  "public.oda_recipient": { other: "list country dac_code income_group" },
  "public.organisation": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source type aliases legal_form siret siren rna foreign_scheme foreign_id no_identifier country place website",
  },
  "public.page": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source section service reviewed_on review_months priorities themes sectors reference_texts",
  },
  "public.page_change": { other: "note page position changed_on" },
  "public.page_expiry": { other: "reason page position expires_on" },
  "public.page_link": { other: "page position programme network partner organisation project" },
  "public.partner": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source type aliases country place organisation network website wikidata themes",
  },
  "public.place": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source country latitude longitude exactness geonames_id aliases",
  },
  "public.prize": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source organisation role programme since until recurrence place themes website",
  },
  "public.prize_document": { other: "prize position document" },
  "public.prize_edition": { other: "note prize position year held_on occasion" },
  "public.prize_media": { other: "prize position media" },
  "public.programme": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source type aliases parent network priorities themes goals started_on ended_on annual_cap_cents currency website recurs_on fund managing_authority programming_period envelope_cents envelope_qualifier",
  },
  "public.programme_axis": { other: "programme position name description international theme" },
  "public.programme_decision": { other: "note programme position type dated_on document follows" },
  "public.programme_document": { other: "programme position document" },
  "public.programme_legal_basis": { other: "note programme position reference url" },
  "public.programme_partner": { other: "programme position partner organisation network role" },
  "public.programme_place": { other: "programme position name place" },
  "public.project": {
    other:
      "reported_by id status version name description source_locator quote demo created_at updated_at published_at source reference programme agreement state priorities themes goals targets planned_start planned_end actual_start actual_end budget_cents currency gender_marker mitigation_marker adaptation_marker humanitarian website interpretation collaboration aid_type channel",
  },
  "public.project_country": { other: "project position country percentage" },
  "public.project_document": { other: "project position document" },
  "public.project_funder": { other: "project position organisation partner network amount_cents currency status in_kind" },
  "public.project_media": { other: "project position media" },
  "public.project_partner": { other: "project position partner organisation network role" },
  "public.project_place": { other: "note project position place" },
  "public.project_result": {
    other:
      "project position indicator unit definition ascending baseline_value baseline_year target_value target_on actual_value actual_on",
  },
  "public.project_sector": { other: "project position sector vocabulary percentage" },
  "public.project_site": { other: "project position name latitude longitude exactness" },
  "public.project_summary": {
    other:
      "id awarded_cents amount_cents first_year last_year published public_awarded_cents public_amount_cents public_first_year public_last_year",
  },
  "public.public_change": { other: "kind record event at change" },
  "public.record_base": { other: "id status version name description source_locator quote demo created_at updated_at published_at" },
  "public.reference_column": { other: "from_table from_column owner_table owner_column to_table" },
  "public.refusal_count": { other: "day sort detail count" },
  "public.reported_transaction": {
    other: "project position type dated_on value_on amount_cents currency reference description provider receiver country",
  },
  "public.retention_result": { other: "run rule term done held fault" },
  "public.site_key": { other: "name fingerprint since" },
  "public.source": {
    other: "id status version name description source_locator quote demo created_at updated_at published_at publisher url dated_on licence",
  },
  "public.state_move": { other: "subject from_state to_state" },
  "public.story_collection": { other: "project open contact_months" },
  "public.story_move": { other: "from_state to_state" },
  "public.subsidy": {
    other:
      "id status version name description source_locator quote demo created_at updated_at published_at source funder organisation decision agreed_on amount_cents currency in_cash in_kind payment_terms period_start period_end share_percent state_aid state_aid_number scheme agreement_cents",
  },
  "public.term": { other: "vocabulary code name definition parent position withdrawn" },
  "public.tranche": { other: "id grant position year source condition amount_cents envelope scheduled" },
  "public.webhook_outbox": { other: "id transaction event at kind record action" },
};
