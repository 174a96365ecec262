import type { Writing } from "./pl";

function characters(count: number): string {
  return `${count} ${count === 1 ? "character" : "characters"}`;
}

export const en: Writing = {
  saved: "Saved",
  savedAt: (clock) => `Saved at ${clock}`,
  changed: "There are unsaved changes",
  changedExcept: "Saved, except for the marked fields",
  saving: "Saving…",
  waiting: "There is no connection. Write on: the text is safe in this browser, and we keep trying to save it.",
  waitingServer: "The server does not answer just now. Write on: the text is safe in this browser, and we keep trying to save it.",
  waitingShort: "Not saved: waiting for a connection",
  refusedShort: "Cannot be saved",
  signedOutShort: "Not saved: sign in",
  conflictShort: "Not saved: choose a version",
  tryNow: "Save now",
  recovered: "We brought back text that could not be saved last time.",

  signInTitle: "Your session is over",
  signInLead: "Nothing is lost: your text is still on this page. Sign in, and we will save it and you can go on.",
  signInSubmit: "Sign in and save",
  signInLater: "Later",
  signInElsewhere: "Do you sign in with a link from a message? Do it in a new window and come back:",
  signInDone: "There is a session, save",
  signInOther: "This is another account than the one that wrote this text. Sign in with the same one.",

  conflictTitle: "Two versions of the same",
  conflictLead: "Meanwhile another version was saved, for example in a second window. Nothing was overwritten. "
    + "Choose what is to stay.",
  mine: "My version, from this page",
  theirs: "The version saved elsewhere",
  both: "Both, one below the other",
  nothing: "(empty)",
  conflictSubmit: "Save what I chose",

  left: (count) => `${characters(count)} left`,
  over: (count) => `${characters(count)} too many`,
};
