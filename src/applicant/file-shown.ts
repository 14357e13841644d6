import { applicationMoves } from "../funding/application/states.ts";
import { openMoves } from "../funding/states.ts";
import type { OpenFile } from "./facts.ts";
import type { Form } from "./forms.tsx";
import type { GrantShown } from "./grant-section.tsx";

export interface FileShown {
  refused?: string;
  form?: Form;
  email?: string;
  piece?: string;
  answer?: string;
  deleting?: boolean;
  grant?: GrantShown;
}

export const mayWithdraw = (file: OpenFile) =>
  file.standing === "representative" &&
  openMoves(applicationMoves, file.file.state, ["representative"], { complete: true } as never).some(({ name }) => name === "withdraw");

export const done: Record<string, string> = {
  repondu: "space.done.answered",
  complet: "space.done.complete",
  retire: "space.done.withdrawn",
  invite: "space.done.invited",
  desinvite: "space.done.guestRemoved",
  signe: "space.done.signed",
  paiement: "space.done.paymentAsked",
};
